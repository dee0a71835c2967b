using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.LogIn;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class LogInTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact, Rule("AUTH-043"), Rule("AUTH-044")]
    public async Task The_main_signs_its_owner_in_and_the_token_becomes_theirs()
    {
        var pilot = await module.PilotAsync();

        var login = await LogInAsync(await module.MainOfAsync(pilot), token: 41);

        Assert.Equal((LogInStatus.SignedIn, pilot), (login.Status, login.User!.Id));
        Assert.Contains((41, pilot.Value), module.Eve.Assigned);
        Assert.Equal(module.Clock.GetUtcNow(), (await module.UserAsync(pilot)).LastLogin);
    }

    [Fact, Rule("AUTH-047"), Rule("AUTH-048")]
    public async Task An_alt_is_refused_and_its_token_is_thrown_away()
    {
        var pilot = await module.PilotAsync();
        var alt = module.Next();
        module.Eve.BackedHashes.Add(ModuleFixture.HashOf(alt));
        await module.PublishAsync(new TokenAdded(Guid.CreateVersion7(), module.Clock.GetUtcNow(), 1, alt, ModuleFixture.HashOf(alt), pilot));

        var login = await LogInAsync(alt, token: 42);

        Assert.Equal((LogInStatus.Refused, "authentication.login.alt"), (login.Status, login.Refusal!.Code));
        Assert.Contains(42, module.Eve.Discarded);
    }

    [Fact]
    public async Task A_character_of_an_owner_without_main_is_refused()
    {
        var pilot = await module.PilotAsync(hasMain: false);
        var character = await module.DbAsync(db => db.Ownerships.Where(o => o.UserId == pilot).Select(o => o.CharacterId).SingleAsync());

        Assert.Equal("authentication.login.nomain", (await LogInAsync(character)).Refusal!.Code);
    }

    [Fact]
    public async Task A_sold_main_makes_a_new_account_and_leaves_the_seller_without_main()
    {
        var seller = await module.PilotAsync();
        var main = await module.MainOfAsync(seller);

        var login = await LogInAsync(main, hash: "bought");

        Assert.Equal(LogInStatus.MustRegister, login.Status);
        Assert.NotEqual(seller, login.User!.Id);
        Assert.Null((await module.UserAsync(seller)).MainCharacterId);
    }

    [Fact, Rule("AUTH-042")]
    public async Task The_newest_record_brings_a_former_owner_back()
    {
        var (older, newer) = (await module.PilotAsync(hasMain: false), await module.PilotAsync(hasMain: false));
        var character = module.Next();
        var hash = ModuleFixture.HashOf(character);
        await module.DbAsync(async db =>
        {
            db.OwnershipRecords.Add(new OwnershipRecord(character, hash, older, module.Clock.GetUtcNow().AddDays(-2)));
            db.OwnershipRecords.Add(new OwnershipRecord(character, hash, newer, module.Clock.GetUtcNow().AddDays(-1)));
            return await db.SaveChangesAsync();
        });

        var login = await LogInAsync(character);

        Assert.Equal((LogInStatus.SignedIn, newer), (login.Status, login.User!.Id));
        Assert.Equal(character, (await module.UserAsync(newer)).MainCharacterId);
    }

    [Fact, Rule("AUTH-043")]
    public async Task The_token_becomes_a_returning_pilot_s_even_if_the_node_dies_right_after_the_sign_in()
    {
        var pilot = await module.PilotAsync(hasMain: false);
        var character = module.Next();
        var hash = ModuleFixture.HashOf(character);
        await module.DbAsync(async db =>
        {
            db.OwnershipRecords.Add(new OwnershipRecord(character, hash, pilot, module.Clock.GetUtcNow().AddDays(-1)));
            return await db.SaveChangesAsync();
        });
        await LogInAsync(character);

        await module.DeliverAsync();

        Assert.Contains(new AssignTokensOf(character, hash, pilot), module.Eve.AssignedAll);
    }

    [Fact]
    public async Task A_former_owner_with_another_main_is_refused()
    {
        var pilot = await module.PilotAsync();
        var character = module.Next();
        await module.DbAsync(async db =>
        {
            db.OwnershipRecords.Add(new OwnershipRecord(character, ModuleFixture.HashOf(character), pilot, module.Clock.GetUtcNow()));
            return await db.SaveChangesAsync();
        });

        Assert.Equal("authentication.login.othermain", (await LogInAsync(character)).Refusal!.Code);
    }

    [Fact, Rule("AUTH-045"), Rule("AUTH-058"), Rule("AUTH-061"), Rule("AUTH-025")]
    public async Task Somebody_new_gets_an_account_that_is_not_active_yet_with_the_character_as_main()
    {
        var character = module.Next();

        var login = await LogInAsync(character, name: "Dor's New");

        Assert.Equal(LogInStatus.MustRegister, login.Status);
        var user = await module.UserAsync(login.User!.Id);
        Assert.Equal(("Dors_New", false, RegistrationStatus.Pending, (long?)character), (user.UserName, user.IsActive, user.Registration, user.MainCharacterId));
        Assert.Equal(0, await module.DbAsync(db => db.LocalAccounts.CountAsync(a => a.Id == user.Id.Value)));
        Assert.Contains("authentication.user-registered.v1", await module.DbAsync(db => db.Outbox.Select(m => m.Name).ToListAsync()));
    }

    [Fact, Rule("AUTH-060")]
    public async Task Namesakes_are_numbered()
    {
        var first = await LogInAsync(module.Next(), name: "Same Name");
        var second = await LogInAsync(module.Next(), name: "Same Name");
        var third = await LogInAsync(module.Next(), name: "Same Name");

        Assert.Equal(["Same_Name", "Same_Name_1", "Same_Name_2"], new[] { first, second, third }.Select(l => l.User!.UserName));
    }

    [Fact]
    public async Task Namesakes_who_come_at_once_get_different_names()
    {
        var logins = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => LogInAsync(module.Next(), name: "Rush Hour")));

        Assert.Equal(6, logins.Select(l => l.User!.UserName).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task One_newcomer_in_two_tabs_gets_one_account()
    {
        var character = module.Next();

        var logins = await Task.WhenAll(LogInAsync(character, name: "Two Tabs"), LogInAsync(character, name: "Two Tabs"));

        Assert.Single(logins.Select(l => l.User!.Id).Distinct());
    }

    [Fact, Rule("AUTH-046"), Rule("AUTH-057")]
    public async Task A_switched_off_user_is_refused_and_an_unfinished_one_is_sent_to_the_form()
    {
        var off = await module.PilotAsync();
        await module.DbAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Id == off);
            user.Email = "";
            user.Deactivate(user.State, module.Clock.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        var unfinished = await module.PilotAsync(active: false);

        Assert.Equal("authentication.login.disabled", (await LogInAsync(await module.MainOfAsync(off))).Refusal!.Code);
        Assert.Equal(LogInStatus.MustRegister, (await LogInAsync(await module.MainOfAsync(unfinished))).Status);
    }

    private Task<LogInResult> LogInAsync(long character, string? hash = null, int token = 1, string name = "Pilot") =>
        module.SendAsync(new LogInRequest(new SsoResult(token, character, name, hash ?? ModuleFixture.HashOf(character), IsNew: true, StartedBy: null)));
}
