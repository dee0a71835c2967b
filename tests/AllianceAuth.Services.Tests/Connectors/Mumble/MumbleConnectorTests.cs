using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>Accounts of Mumble as the engine makes, changes and ends them.</summary>
[Collection(MumbleSiteCollection.Name)]
public sealed class MumbleConnectorTests(MumbleSite site)
{
    [Fact, Rule("MUM-001")]
    public async Task The_login_is_the_mains_name_with_underscores()
    {
        var (user, main, _) = await site.MemberAsync();

        Assert.Equal(main.Name.Replace(' ', '_'), (await site.RowAsync(user))!.LoginName);
    }

    [Fact, Rule("MUM-002")]
    public async Task The_name_that_others_see_is_the_formats_and_nothing_is_cut_out_of_it()
    {
        var wish = await WishAsync(Member("Vex Ämarr-O'Neil", [], "Member"), formatted: "[T-ST.]Vex Ämarr-O'Neil <3");

        Assert.Equal("[T-ST.]Vex Ämarr-O'Neil <3", wish.DisplayName);
        Assert.Equal("[{corp_ticker}]{character_name}", await site.AskAsync(s => Task.FromResult(s.GetRequiredService<MumbleConnector>().Description.DefaultNameFormat)));
    }

    [Fact, Rule("MUM-003")]
    public async Task With_another_main_the_shown_name_follows_and_the_login_stays()
    {
        var (user, main, _) = await site.MemberAsync();
        var account = await AccountAsync(user);

        await ApplyAsync(account, new ServiceWish(account.LoginName, "[TESTU]Another Name", account.Groups!));

        var row = await site.RowAsync(user);
        Assert.Equal((main.Name.Replace(' ', '_'), "[TESTU]Another Name"), (row!.LoginName, row.DisplayName));
    }

    [Theory, Rule("MUM-004")]
    [InlineData("Fleet Command", "Fleet-Command")]
    [InlineData("Logi, East", "Logi-East")]
    [InlineData(" Cap Pilots ", "Cap-Pilots")]
    public async Task Groups_get_hyphens_for_blanks_and_lose_commas(string name, string expected)
    {
        var wish = await WishAsync(Member("Vex", [name, name], "Member"), "Vex");

        Assert.Equal(new[] { expected, "Member" }.Order(StringComparer.Ordinal), wish.Groups);
    }

    [Fact, Rule("MUM-011")]
    public async Task An_account_is_made_with_names_groups_and_a_hash()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");

        var row = await site.RowAsync(user);
        Assert.Contains(main.Name, row!.DisplayName, StringComparison.Ordinal);
        Assert.Contains("Member", row.Groups);
        Assert.Equal(MumblePasswords.Pbkdf2, row.HashFunction);
        Assert.DoesNotContain("flying-brick-9", row.PasswordHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Made_twice_it_is_the_same_account_with_the_same_password()
    {
        var (user, _, _) = await site.MemberAsync("flying-brick-9");
        var (before, account) = (await site.RowAsync(user), await AccountAsync(user));

        await ApplyAsync(account, new ServiceWish(account.LoginName, account.DisplayName, account.Groups!));

        Assert.Equal(before!.PasswordHash, (await site.RowAsync(user))!.PasswordHash);
    }

    [Fact]
    public async Task Without_a_password_nobody_comes_in_and_the_pilot_has_something_to_do()
    {
        var (user, main, _) = await site.PilotAsync();
        var login = main.Name.Replace(' ', '_');

        var applied = await ApplyAsync(new ServiceAccount(MumbleConnector.Name, user), new ServiceWish(login, main.Name, []));

        Assert.True(applied.WaitsForPilot);
        Assert.Equal(-1, (await site.KnockAsync(login, "")).Code);
        Assert.Equal(-1, (await site.KnockAsync(login, "x")).Code);
    }

    [Fact]
    public async Task A_login_name_of_somebody_else_is_refused_whatever_its_case()
    {
        var (_, main, _) = await site.MemberAsync();
        var (other, _, _) = await site.PilotAsync();

        var refused = await Assert.ThrowsAsync<ServiceException>(() => ApplyAsync(
            new ServiceAccount(MumbleConnector.Name, other) { Secret = "flying-brick-9" }, new ServiceWish(main.Name.Replace(' ', '_').ToUpperInvariant(), "x", [])));

        Assert.Equal((ServiceTrouble.Refused, "services.trouble.nametaken"), (refused.Trouble, refused.Reason));
    }

    [Fact, Rule("MUM-014")]
    public async Task A_new_password_replaces_hash_and_function_and_forgets_the_certificate()
    {
        var (user, main, _) = await site.MemberAsync();
        await site.DoAsDbAsync(db => db.MumbleUsers.Where(u => u.UserId == user).ExecuteUpdateAsync(
            u => u.SetProperty(x => x.HashFunction, MumblePasswords.Sha1).SetProperty(x => x.PasswordHash, "old").SetProperty(x => x.CertificateHash, "abcd")));

        var account = await AccountAsync(user);
        await ApplyAsync(account with { Secret = "brand-new-99" }, new ServiceWish(account.LoginName, account.DisplayName, account.Groups!));

        var row = await site.RowAsync(user);
        Assert.Equal((MumblePasswords.Pbkdf2, null), (row!.HashFunction, row.CertificateHash));
        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(main.Name.Replace(' ', '_'), "brand-new-99")).Code);
    }

    [Fact]
    public async Task A_password_for_an_account_that_is_gone_ends_ours_too()
    {
        var (user, _, _) = await site.MemberAsync();
        var account = await AccountAsync(user);
        await site.DoAsDbAsync(db => db.MumbleUsers.Where(u => u.UserId == user).ExecuteDeleteAsync());

        var gone = await Assert.ThrowsAsync<ServiceException>(
            () => ApplyAsync(account with { Secret = "brand-new-99" }, new ServiceWish(account.LoginName, account.DisplayName, account.Groups!)));

        Assert.Equal(ServiceTrouble.Gone, gone.Trouble);
        Assert.Null(await site.RowAsync(user));
    }

    [Fact, Rule("MUM-065")]
    public async Task Removing_takes_the_row_and_does_no_harm_twice()
    {
        var (user, _, _) = await site.MemberAsync();

        for (var i = 0; i < 2; i++)
        {
            await site.DoAsync(async s => await s.GetRequiredService<MumbleConnector>().RemoveAsync(new ServiceAccount(MumbleConnector.Name, user), default));
            Assert.Null(await site.RowAsync(user));
        }
    }

    [Fact, Rule("MUM-018"), Rule("MUM-064")]
    public async Task Who_may_not_use_it_any_more_loses_the_account_and_others_keep_theirs()
    {
        var ((loser, pilot, _), (keeper, _, _)) = (await site.MemberAsync(), await site.MemberAsync());

        site.Eve.Control.MovePilot(pilot.Id, site.Cast.CorporationOutside(Furnishing.OurAlliance).Id);
        await site.RunJobAsync("eveonline.update-affiliations");
        await site.KeepAsync();

        Assert.Null(await site.RowAsync(loser));
        Assert.NotNull(await site.RowAsync(keeper));
    }

    [Fact, Rule("MUM-020"), Rule("MUM-063")]
    public async Task A_new_group_comes_to_the_account_and_nobody_without_one_gets_a_row()
    {
        var ((user, _, _), (other, _, _)) = (await site.MemberAsync(), await site.PilotAsync());
        var group = await GroupAsync($"Night Watch {user}");

        await site.DoAsync(s => s.GetRequiredService<IMediator>().Send(new AddToGroups([new(user, group), new(other, group)], Actor: null, "test")));
        await site.KeepAsync();

        Assert.Contains($"Night-Watch-{user}", (await site.RowAsync(user))!.Groups);
        Assert.Null(await site.RowAsync(other));
    }

    [Fact, Rule("MUM-060")]
    public async Task With_a_row_an_account_exists_and_without_it_does_not()
    {
        var ((user, _, _), (other, _, _)) = (await site.MemberAsync(), await site.PilotAsync());

        var read = await site.AskAsync(s => s.GetRequiredService<MumbleConnector>().ReadAsync([new(MumbleConnector.Name, user), new(MumbleConnector.Name, other)], default));

        Assert.Equal([true, false], read.Select(r => r.Exists));
        Assert.Equal((await site.RowAsync(user))!.Groups, read[0].Groups);
    }

    [Fact, Rule("MUM-061")]
    public async Task Members_may_have_it_and_others_may_not()
    {
        var ((member, _, _), (stranger, _, _)) = (await site.PilotAsync(), await site.PilotAsync(site.Eve.Universe.Alliances.Keys.First(a => a != Furnishing.OurAlliance)));

        var access = await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new AccessOf([member, stranger])));

        var service = await site.AskAsync(s => Task.FromResult(s.GetRequiredService<MumbleConnector>().Description));
        Assert.Equal([(member, true), (stranger, false)], access.OrderBy(a => a.User != member).Select(a => (a.User, AccountPlanner.MayHave(a, service))));
    }

    [Fact, Rule("MUM-067")]
    public async Task A_new_account_has_the_formats_name_a_hash_and_state_and_groups()
    {
        var (user, main, _) = await site.MemberAsync();
        var corporation = site.Eve.Universe.Corporations[main.CorporationId];

        var row = await site.RowAsync(user);
        Assert.Equal(($"[{corporation.Ticker}]{main.Name}", main.Name.Replace(' ', '_')), (row!.DisplayName, row.LoginName));
        Assert.NotEmpty(row.PasswordHash);
        Assert.Contains("Member", row.Groups);
    }

    [Fact, Rule("MUM-068")]
    public async Task After_renaming_the_main_the_shown_name_follows_and_the_login_stays()
    {
        var (user, main, _) = await site.MemberAsync();
        var login = main.Name.Replace(' ', '_');

        site.Eve.Control.RenamePilot(main.Id, $"{main.Name} Updated");
        await site.RunJobAsync("eveonline.update-names");
        await site.KeepAsync();

        var row = await site.RowAsync(user);
        Assert.EndsWith("Updated", row!.DisplayName, StringComparison.Ordinal);
        Assert.Equal(login, row.LoginName);
    }

    [Fact, Rule("MUM-019")]
    public async Task What_fails_is_tried_again_three_times_ten_minutes_apart()
    {
        var service = await site.AskAsync(s => Task.FromResult(s.GetRequiredService<MumbleConnector>().Description));

        Assert.Equal((TimeSpan.FromMinutes(10), 3), (service.RetryPause, service.Retries));
    }

    [Fact]
    public async Task The_card_opens_Mumble_with_the_login_name()
    {
        var card = await site.AskAsync(s => Task.FromResult(s.GetRequiredService<MumbleConnector>().CardOf(new ServiceAccount(MumbleConnector.Name, new(1)) { LoginName = "Vex_Ä'Marr" })));

        Assert.Equal("mumble.example.test", card.Address);
        Assert.Equal("mumble://Vex_%C3%84%27Marr@mumble.example.test", Assert.Single(card.Links).Address);
        Assert.True(card.Links[0].IsForPhone);
    }

    private static ServiceMember Member(string name, IReadOnlyList<string> groups, string state) => new(
        new AccessSnapshot
        {
            User = new UserId(1),
            UserName = name,
            IsActive = true,
            State = new StateId(1),
            StateName = state,
            Main = new MainCharacter(1, name, 2, "Corp", "TEST", null, null, null),
            Groups = [.. groups.Select((g, i) => new GroupMembership(new GroupId(i), g))],
        },
        "");

    private Task<ServiceWish> WishAsync(ServiceMember member, string formatted) =>
        site.AskAsync(async s => (await s.GetRequiredService<MumbleConnector>().WishAsync([member with { Name = formatted }], default))[0]);

    private Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish) =>
        site.AskAsync(s => s.GetRequiredService<MumbleConnector>().ApplyAsync(account, wish, default));

    private Task<ServiceAccount> AccountAsync(UserId user) => site.AskAsync(
        async s => (await s.GetRequiredService<ServicesDb>().Accounts.AsNoTracking().SingleAsync(a => a.Service == MumbleConnector.Name && a.UserId == user)).ToContract());

    private Task<GroupId> GroupAsync(string name) => site.AskAsync(async s => await s.GetRequiredService<IMediator>().Send(new CreateGroup(name)));
}
