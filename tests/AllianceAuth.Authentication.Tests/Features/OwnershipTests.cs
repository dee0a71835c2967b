using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class OwnershipTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact, Rule("AUTH-022"), Rule("AUTH-027")]
    public async Task A_new_token_of_a_user_makes_them_the_owner_and_is_recorded_once()
    {
        var pilot = await module.PilotAsync();
        var alt = Alt();

        await AddTokenAsync(alt, "hash-a", pilot);
        await AddTokenAsync(alt, "hash-a", pilot);

        Assert.Equal(pilot, await OwnerAsync(alt));
        Assert.Equal(1, await module.DbAsync(db => db.OwnershipRecords.CountAsync(r => r.CharacterId == alt)));
    }

    [Fact, Rule("AUTH-023")]
    public async Task Another_hash_ends_the_ownership_even_while_the_login_is_undecided()
    {
        var pilot = await module.PilotAsync();
        var alt = Alt();
        await AddTokenAsync(alt, $"hash-{alt}-a", pilot);

        await AddTokenAsync(alt, $"hash-{alt}-a", user: null);
        Assert.Equal(pilot, await OwnerAsync(alt));

        await AddTokenAsync(alt, $"hash-{alt}-b", user: null);
        Assert.Null(await OwnerAsync(alt));
    }

    [Fact, Rule("AUTH-023"), Rule("AUTH-024")]
    public async Task A_character_moves_to_whoever_proves_it_even_under_the_same_hash()
    {
        var (first, second) = (await module.PilotAsync(), await module.PilotAsync());
        var alt = Alt();
        await AddTokenAsync(alt, $"hash-{alt}", first);

        await AddTokenAsync(alt, $"hash-{alt}", second);

        Assert.Equal(second, await OwnerAsync(alt));
    }

    [Fact, Rule("AUTH-026")]
    public async Task Old_news_of_an_earlier_owner_take_nothing_from_the_new_one()
    {
        var (first, second) = (await module.PilotAsync(), await module.PilotAsync());
        var alt = Alt();
        var before = module.Clock.GetUtcNow();
        module.Clock.Advance(TimeSpan.FromMinutes(1));
        await AddTokenAsync(alt, $"hash-{alt}", second);

        await module.PublishAsync(new TokenAdded(Guid.CreateVersion7(), before, 1, alt, $"hash-{alt}", first));

        Assert.Equal(second, await OwnerAsync(alt));
    }

    [Fact, Rule("AUTH-029")]
    public async Task News_of_a_token_that_is_gone_already_make_nobody_the_owner()
    {
        var pilot = await module.PilotAsync();
        var alt = Alt();
        var added = new TokenAdded(Guid.CreateVersion7(), module.Clock.GetUtcNow(), 1, alt, $"hash-{alt}", pilot);

        await RevokeAsync(alt, $"hash-{alt}", pilot);
        await module.PublishAsync(added);

        Assert.Null(await OwnerAsync(alt));
        Assert.False(await module.DbAsync(db => db.OwnershipRecords.AnyAsync(r => r.CharacterId == alt)));
    }

    [Fact, Rule("AUTH-023")]
    public async Task A_token_that_is_gone_already_still_proves_that_the_character_was_sold()
    {
        var pilot = await module.PilotAsync();
        var alt = Alt();
        await AddTokenAsync(alt, $"hash-{alt}", pilot);

        await module.PublishAsync(new TokenAdded(Guid.CreateVersion7(), module.Clock.GetUtcNow(), 2, alt, $"other-{alt}", await module.PilotAsync()));

        Assert.Null(await OwnerAsync(alt));
    }

    [Fact, Rule("AUTH-028")]
    public async Task Losing_the_main_leaves_the_user_a_guest_without_main_and_everybody_hears_of_it()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        await module.StateAsync(module.Next(), members: [new(EntityKind.Corporation, corporation)]);
        await module.DecideAsync(pilot);
        await module.DeliverAsync();
        var main = await module.MainOfAsync(pilot);

        await AddTokenAsync(main, "sold", user: null);

        Assert.Null((await module.UserAsync(pilot)).MainCharacterId);
        Assert.Equal("Guest", await module.StateOfAsync(pilot));
        var told = await module.DbAsync(db => db.Outbox.Select(m => m.Name).ToListAsync());
        Assert.Contains("authentication.character-lost.v1", told);
        Assert.Contains("authentication.main-character-changed.v1", told);
        Assert.Contains("authentication.user-state-changed.v1", told);
    }

    [Fact, Rule("AUTH-029"), Rule("AUTH-030"), Rule("AUTH-031"), Rule("AUTH-097")]
    public async Task The_last_token_that_can_be_refreshed_takes_the_character_with_it()
    {
        var pilot = await module.PilotAsync();
        var main = await module.MainOfAsync(pilot);
        var hash = ModuleFixture.HashOf(main);

        module.Eve.BackedHashes.Add(hash);
        await RevokeAsync(main, hash, pilot);
        Assert.Equal(pilot, await OwnerAsync(main));

        module.Eve.BackedHashes.Remove(hash);
        await RevokeAsync(main, hash, pilot);
        Assert.Null(await OwnerAsync(main));
        Assert.Null((await module.UserAsync(pilot)).MainCharacterId);
    }

    [Fact]
    public async Task The_same_news_twice_change_nothing_more()
    {
        var pilot = await module.PilotAsync();
        var main = await module.MainOfAsync(pilot);
        var revoked = new TokenRevoked(Guid.CreateVersion7(), module.Clock.GetUtcNow(), main, ModuleFixture.HashOf(main), pilot, TokenEnd.Rejected);
        await module.PublishAsync(revoked);
        await module.DbAsync(db => db.Outbox.ExecuteDeleteAsync());

        await module.PublishAsync(revoked);

        Assert.Equal(0, await module.DbAsync(db => db.Outbox.CountAsync()));
    }

    [Fact]
    public async Task Two_users_who_claim_a_character_at_once_do_not_both_get_it()
    {
        var (first, second) = (await module.PilotAsync(), await module.PilotAsync());
        var alt = Alt();

        await Task.WhenAll(AddTokenAsync(alt, $"hash-{alt}", first), AddTokenAsync(alt, $"hash-{alt}", second));

        Assert.Contains(await OwnerAsync(alt), new UserId?[] { first, second });
        Assert.Equal(1, await module.DbAsync(db => db.Ownerships.CountAsync(o => o.CharacterId == alt)));
    }

    [Fact, Rule("AUTH-018")]
    public async Task A_main_that_changes_corporation_changes_its_user_s_state_and_an_alt_does_not()
    {
        var (old, now) = (module.Next(), module.Next());
        var pilot = await module.PilotAsync(old);
        var main = await module.MainOfAsync(pilot);
        var alt = Alt();
        await AddTokenAsync(alt, $"hash-{alt}", pilot);
        var state = await module.StateAsync(module.Next(), members: [new(EntityKind.Corporation, now)]);

        module.Eve.Fly(alt, "Alt", now);
        await MoveAsync(alt);
        Assert.Equal("Guest", await module.StateOfAsync(pilot));

        module.Eve.Fly(main, "Renamed", now, alliance: 77);
        await MoveAsync(main);
        var user = await module.UserAsync(pilot);
        Assert.Equal((state, "Renamed", (long?)now, (long?)77), (user.State, user.MainName, user.MainCorporationId, user.MainAllianceId));
        Assert.Equal("Renamed", (await module.AccessAsync(pilot)).Main!.Name);
    }

    [Fact]
    public async Task Questions_about_owners_and_mains_are_answered()
    {
        var pilot = await module.PilotAsync();
        var main = await module.MainOfAsync(pilot);
        var alt = Alt();
        await AddTokenAsync(alt, $"hash-{alt}", pilot);

        Assert.Equal(pilot, (await module.SendAsync(new FindOwners([alt, 5])))[alt]);
        Assert.Equal(main, (await module.SendAsync(new FindMainsOfCharacters([alt, 5])))[alt].CharacterId);
        Assert.Equal($"Pilot {main}", Assert.Single(await module.SendAsync(new FindUsers([pilot, new UserId(-1)]))).Name);
    }

    [Fact]
    public async Task Deleted_users_are_stood_in_for_by_one_user_nobody_can_sign_in_as()
    {
        var sentinel = await module.SendAsync(new FindSentinelUser());

        Assert.Equal(sentinel, await module.SendAsync(new FindSentinelUser()));
        var user = await module.UserAsync(sentinel);
        Assert.Equal(("deleted", false), (user.UserName, user.IsActive));
    }

    private long Alt()
    {
        var alt = module.Next();
        module.Eve.Fly(alt, $"Alt {alt}");
        return alt;
    }

    [Fact]
    public async Task A_move_is_read_from_the_table_and_not_from_a_copy_that_nobody_dropped_yet()
    {
        var (before, after) = (module.Next(), module.Next());
        var pilot = await module.PilotAsync(before);
        var main = await module.MainOfAsync(pilot);
        module.Eve.Cached[main] = module.Eve.Characters[main];
        module.Eve.Fly(main, "Pilot", after);

        await MoveAsync(main);

        Assert.Equal(after, (await module.UserAsync(pilot)).MainCorporationId);
    }

    [Fact]
    public async Task A_character_that_moves_while_it_becomes_the_main_is_caught_up_with()
    {
        var (before, after) = (module.Next(), module.Next());
        var pilot = await module.PilotAsync(before);
        var main = await module.MainOfAsync(pilot);
        await module.DeliverAsync();
        await module.DbAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Id == pilot);
            user.ClearMain(module.Clock.GetUtcNow());
            user.SetMain(module.Eve.Characters[main], module.Clock.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        module.Eve.Fly(main, "Pilot", after);

        await module.DeliverAsync();

        Assert.Equal(after, (await module.UserAsync(pilot)).MainCorporationId);
    }

    private Task MoveAsync(long character) => module.PublishAsync(new CharacterAffiliationChanged(Guid.CreateVersion7(), module.Clock.GetUtcNow(), [character]));

    private Task AddTokenAsync(long character, string hash, UserId? user)
    {
        module.Eve.BackedHashes.Add(hash);
        return module.PublishAsync(new TokenAdded(Guid.CreateVersion7(), module.Clock.GetUtcNow(), 1, character, hash, user));
    }

    private Task RevokeAsync(long character, string hash, UserId? user) =>
        module.PublishAsync(new TokenRevoked(Guid.CreateVersion7(), module.Clock.GetUtcNow(), character, hash, user, TokenEnd.Deleted));

    private async Task<UserId?> OwnerAsync(long character) =>
        (await module.SendAsync(new FindOwners([character]))).TryGetValue(character, out var owner) ? owner : null;
}
