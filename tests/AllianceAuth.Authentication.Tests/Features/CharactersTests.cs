using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.AddCharacter;
using AllianceAuth.Authentication.Features.ChangeMain;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class CharactersTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact, Rule("AUTH-062")]
    public async Task Adding_a_character_makes_it_the_user_s_and_shows_at_once()
    {
        var pilot = await module.PilotAsync();
        Assert.Single((await module.AccessAsync(pilot)).Characters);
        var alt = module.Next();

        Assert.Null(await AddAsync(pilot, alt));

        Assert.Contains(alt, (await module.AccessAsync(pilot)).Characters);
    }

    [Fact, Rule("AUTH-024")]
    public async Task Adding_somebody_else_s_main_takes_it_from_them()
    {
        var (loser, winner) = (await module.PilotAsync(), await module.PilotAsync());
        var character = await module.MainOfAsync(loser);

        Assert.Null(await AddAsync(winner, character));

        Assert.Null((await module.UserAsync(loser)).MainCharacterId);
        Assert.Empty((await module.AccessAsync(loser)).Characters);
    }

    [Fact, Rule("AUTH-064"), Rule("AUTH-067")]
    public async Task An_own_character_becomes_the_main_and_the_same_one_again_tells_nobody()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync();
        var alt = module.Next();
        module.Eve.Fly(alt, "Alt", corporation);
        await AddAsync(pilot, alt);
        var state = await module.StateAsync(module.Next(), members: [new(EntityKind.Corporation, corporation)]);
        await module.DeliverAsync();

        Assert.Null((await ChangeAsync(pilot, alt)).Refusal);
        Assert.Contains("authentication.main-character-changed.v1", await module.DbAsync(db => db.Outbox.Select(m => m.Name).ToListAsync()));
        Assert.Equal(state, (await module.AccessAsync(pilot)).State);
        await module.DeliverAsync();

        Assert.Null((await ChangeAsync(pilot, alt)).Refusal);
        Assert.Equal(0, await module.DbAsync(db => db.Outbox.CountAsync()));
    }

    [Fact, Rule("AUTH-065")]
    public async Task A_character_nobody_owns_becomes_the_user_s_and_their_main_when_EVE_vouches_for_it()
    {
        var pilot = await module.PilotAsync();
        var character = module.Next();

        var result = await module.SendAsync(new ChangeMainRequest(pilot, character, new SsoResult(1, character, "New Main", ModuleFixture.HashOf(character), true, pilot)));

        Assert.Null(result.Refusal);
        Assert.Equal(character, (await module.AccessAsync(pilot)).Main!.CharacterId);
    }

    [Fact, Rule("AUTH-066")]
    public async Task Somebody_else_s_character_changes_nothing()
    {
        var (pilot, other) = (await module.PilotAsync(), await module.PilotAsync());
        var foreign = await module.MainOfAsync(other);
        var before = await module.MainOfAsync(pilot);

        var result = await module.SendAsync(new ChangeMainRequest(pilot, foreign, new SsoResult(1, foreign, "Foreign", ModuleFixture.HashOf(foreign), true, pilot)));

        Assert.Equal("authentication.changemain.foreign", result.Refusal!.Code);
        Assert.Equal(before, await module.MainOfAsync(pilot));
    }

    [Fact]
    public async Task A_character_that_was_not_proved_cannot_be_chosen()
    {
        var pilot = await module.PilotAsync();
        var character = module.Next();
        module.Eve.Fly(character, "Nobody's");

        Assert.Equal("authentication.changemain.unknown", (await ChangeAsync(pilot, character)).Refusal!.Code);
    }

    [Fact]
    public async Task Whoever_loses_a_main_to_a_changed_main_loses_its_state_at_once()
    {
        var corporation = module.Next();
        var state = await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)]);
        var (pilot, loser) = (await module.PilotAsync(), await module.PilotAsync(corporation));
        Assert.Equal(state, (await module.AccessAsync(loser)).State);
        var (lost, character) = (await module.MainOfAsync(loser), module.Next());

        await module.SendAsync(new ChangeMainRequest(pilot, character, new SsoResult(1, character, "Same Hash", ModuleFixture.HashOf(lost), true, pilot)));

        Assert.Null((await module.AccessAsync(loser)).Main);
        Assert.Equal("Guest", await module.StateOfAsync(loser));
    }

    [Fact]
    public async Task What_one_user_began_at_EVE_gives_nothing_to_another_one_in_the_same_browser()
    {
        var (starter, other) = (await module.PilotAsync(), await module.PilotAsync());
        var character = module.Next();
        var brought = new SsoResult(1, character, "Whose", ModuleFixture.HashOf(character), true, starter);

        var added = await module.SendAsync(new AddCharacterRequest(other, brought));
        var changed = await module.SendAsync(new ChangeMainRequest(other, character, brought));
        var withoutStarter = await module.SendAsync(new AddCharacterRequest(other, brought with { StartedBy = null }));

        Assert.Equal("authentication.addcharacter.otheruser", added!.Code);
        Assert.Equal("authentication.addcharacter.otheruser", changed.Refusal!.Code);
        Assert.Equal("authentication.addcharacter.otheruser", withoutStarter!.Code);
        Assert.DoesNotContain(character, (await module.AccessAsync(other)).Characters);
    }

    private Task<ChangeMainResult> ChangeAsync(UserId user, long character) => module.SendAsync(new ChangeMainRequest(user, character, Proof: null));

    private Task<AllianceAuth.Shared.Results.Refusal?> AddAsync(UserId user, long character) =>
        module.SendAsync(new AddCharacterRequest(user, new SsoResult(1, character, $"Alt {character}", ModuleFixture.HashOf(character), true, user)));
}
