using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>What a Mumble server hears from our accounts.</summary>
[Collection(MumbleSiteCollection.Name)]
public sealed class AccountDoorTests(MumbleSite site)
{
    private IMumbleDoor Door => site.Services.GetRequiredService<IMumbleDoor>();

    [Fact, Rule("MUM-035")]
    public async Task The_right_password_brings_number_name_and_groups_of_the_account()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");

        var verdict = await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");

        var row = await site.RowAsync(user);
        Assert.Equal((1_000_000_000 + user.Value, row!.DisplayName), (verdict.Code, verdict.Name));
        Assert.Equal(row.Groups, verdict.Groups);
    }

    [Fact, Rule("MUM-042")]
    public async Task The_case_of_a_name_does_not_matter()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");

        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(LoginOf(main.Name).ToUpperInvariant(), "flying-brick-9")).Code);
        Assert.Equal(MumbleSite.NumberOf(user), await Door.FindIdAsync(LoginOf(main.Name).ToUpperInvariant(), default));
    }

    [Theory]
    [InlineData("flying-brick-8")]
    [InlineData("")]
    public async Task A_wrong_password_is_refused_also_after_a_right_one(string wrong)
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");

        Assert.Equal(-1, (await site.KnockAsync(LoginOf(main.Name), wrong)).Code);
        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(LoginOf(main.Name), "flying-brick-9")).Code);
    }

    [Fact]
    public async Task A_login_costs_one_statement()
    {
        var (_, main, _) = await site.MemberAsync("flying-brick-9");
        await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");

        var counting = StatementCounter.Begin();
        await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");

        Assert.Single(counting.Statements);
    }

    [Fact]
    public async Task An_account_without_a_name_of_its_own_is_shown_by_its_login()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        await UpdateAsync(user, u => u.SetProperty(x => x.DisplayName, ""));

        Assert.Equal(LoginOf(main.Name), (await site.KnockAsync(LoginOf(main.Name), "flying-brick-9")).Name);
    }

    [Fact]
    public async Task Who_lost_the_permission_stays_outside_although_the_account_is_still_there()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        var (stranger, _, _) = await site.PilotAsync(site.Eve.Universe.Alliances.Keys.First(a => a != Furnishing.OurAlliance));
        await site.DoAsDbAsync(db => db.Database.ExecuteSqlAsync(
            $"UPDATE services.mumble_users SET user_id = {stranger.Value} WHERE user_id = {user.Value}"));

        Assert.Equal(-1, (await site.KnockAsync(LoginOf(main.Name), "flying-brick-9")).Code);
    }

    [Fact]
    public async Task Whose_user_is_gone_stays_outside()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        await site.DoAsDbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE services.mumble_users SET user_id = 99999999 WHERE user_id = {user.Value}"));

        Assert.Equal(-1, (await site.KnockAsync(LoginOf(main.Name), "flying-brick-9")).Code);
    }

    [Fact]
    public async Task Who_has_no_main_stays_outside()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        var (nameless, _, _) = await site.PilotAsync();
        await site.LoseMainAsync(nameless);
        await site.DeliverEventsAsync();
        await site.DoAsDbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE services.mumble_users SET user_id = {nameless.Value} WHERE user_id = {user.Value}"));

        Assert.Equal(-1, (await site.KnockAsync(LoginOf(main.Name), "flying-brick-9")).Code);
    }

    [Fact]
    public async Task What_the_brake_holds_still_lets_in_until_it_is_released_and_never_who_is_switched_off()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        await site.HoldBrakeAsync(user);

        var held = await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");
        await site.SetActiveAsync(user, isActive: false);
        var switchedOff = await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");
        await site.SetActiveAsync(user, isActive: true);
        await site.ReleaseAsync(user);
        var released = await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");
        await site.ForgetHeldAsync();

        Assert.Equal((MumbleSite.NumberOf(user), -1), (held.Code, switchedOff.Code));
        // The engine may have been quicker; then nobody of that name is ours.
        Assert.InRange(released.Code, -2, -1);
    }

    [Fact]
    public async Task An_old_password_leaves_no_certificate_when_a_new_one_was_set_meanwhile()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        await using var other = new NpgsqlConnection(site.ConnectionString);
        await other.OpenAsync();
        await using var setting = await other.BeginTransactionAsync();
        await using var set = new NpgsqlCommand("UPDATE services.mumble_users SET password_hash = 'another', certificate_hash = NULL WHERE user_id = $1", other) { Parameters = { new() { Value = user.Value } } };
        await set.ExecuteNonQueryAsync();

        var knocking = site.KnockAsync(LoginOf(main.Name), "flying-brick-9", "aa11");
        await Eventually.TrueAsync(
            async () => await site.ReadAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%certificate_hash%'") > 0,
            "the login to wait for the change");
        await setting.CommitAsync();
        await knocking;

        Assert.Null((await site.RowAsync(user))!.CertificateHash);
    }

    [Fact]
    public async Task An_imported_hash_lets_in_and_is_made_anew_at_that()
    {
        var (user, main, _) = await site.MemberAsync();
        await UpdateAsync(user, u => u.SetProperty(x => x.HashFunction, MumblePasswords.Sha1).SetProperty(x => x.PasswordHash, "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"));

        var wrong = await site.KnockAsync(LoginOf(main.Name), "tset");
        var unchanged = await site.RowAsync(user);
        var right = await site.KnockAsync(LoginOf(main.Name), "test");

        Assert.Equal((-1, MumblePasswords.Sha1), (wrong.Code, unchanged!.HashFunction));
        Assert.Equal((MumbleSite.NumberOf(user), MumblePasswords.Pbkdf2), (right.Code, (await site.RowAsync(user))!.HashFunction));
        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(LoginOf(main.Name), "test")).Code);
    }

    [Fact, Rule("MUM-045")]
    public async Task A_certificate_lets_in_once_the_password_did_and_no_other_one_does()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        var name = LoginOf(main.Name);

        Assert.Equal(-1, (await site.KnockAsync(name, "", "aa11")).Code);
        Assert.Equal(-1, (await site.KnockAsync(name, "wrong", "aa11")).Code);
        Assert.Equal(-1, (await site.KnockAsync(name, "", "aa11")).Code);
        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(name, "flying-brick-9", "aa11")).Code);
        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(name, "", "AA11")).Code);
        Assert.Equal(-1, (await site.KnockAsync(name, "", "bb22")).Code);
        Assert.Equal(-1, (await site.KnockAsync(name, "", "")).Code);
    }

    [Fact]
    public async Task Nobody_of_ours_is_left_to_the_server()
    {
        Assert.Equal(-2, (await site.KnockAsync("Somebody_Else", "pw")).Code);
        Assert.Null(await Door.FindIdAsync("Somebody_Else", default));
        Assert.Null(await Door.FindNameAsync(5, default));
        Assert.Null(await Door.FindNameAsync(1_999_999_999, default));
    }

    [Fact]
    public async Task A_number_has_its_login_name()
    {
        var (user, main, _) = await site.MemberAsync();

        Assert.Equal(LoginOf(main.Name), await Door.FindNameAsync(MumbleSite.NumberOf(user), default));
    }

    [Fact, Rule("MUM-032")]
    public async Task Registered_users_are_found_by_any_part_of_their_name_and_signs_of_patterns_are_letters()
    {
        var (user, main, _) = await site.MemberAsync();
        var login = LoginOf(main.Name);

        Assert.Equal(login, (await Door.FindRegisteredAsync(login[1..^1].ToUpperInvariant(), default))[MumbleSite.NumberOf(user)]);
        Assert.Contains(MumbleSite.NumberOf(user), await Door.FindRegisteredAsync("", default));
        Assert.Empty(await Door.FindRegisteredAsync("%", default));
    }

    [Fact, Rule("MUM-033")]
    public async Task Every_question_sees_what_is_true_now()
    {
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        await site.KnockAsync(LoginOf(main.Name), "flying-brick-9");
        await UpdateAsync(user, u => u.SetProperty(x => x.Groups, new[] { "changed" }));

        Assert.Equal(["changed"], (await site.KnockAsync(LoginOf(main.Name), "flying-brick-9")).Groups);
    }

    [Fact]
    public async Task A_session_leaves_release_version_and_times_on_the_account()
    {
        var (user, _, _) = await site.MemberAsync();
        var session = new MurmurUser { Session = 3, UserId = MumbleSite.NumberOf(user), Release = "1.4.287", Version = 0x01041F };

        await Door.ConnectedAsync(1, session, default);
        await Door.DisconnectedAsync(1, session, default);

        var row = await site.RowAsync(user);
        Assert.Equal(("1.4.287", 0x01041F), (row!.Release, row.Version));
        Assert.NotNull(row.LastConnectAt);
        Assert.True(row.LastDisconnectAt >= row.LastConnectAt);
    }

    [Fact, Rule("MUM-051")]
    public async Task A_portrait_is_fetched_by_a_job_and_shown_from_then_on()
    {
        var (user, _, _) = await site.MemberAsync();

        var first = await Door.FindTextureAsync(MumbleSite.NumberOf(user), default);
        await Eventually.TrueAsync(async () => (await Door.FindTextureAsync(MumbleSite.NumberOf(user), default)).Length > 0, "the portrait to be fetched");

        Assert.Empty(first);
    }

    [Fact, Rule("MUM-052")]
    public async Task Strangers_and_guests_have_no_portrait()
    {
        Assert.Empty(await Door.FindTextureAsync(7, default));
        Assert.Empty(await Door.FindTextureAsync(2_000_000_007, default));
    }

    private static string LoginOf(string name) => name.Replace(' ', '_');

    private Task UpdateAsync(UserId user, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<MumbleUser>> update) =>
        site.DoAsDbAsync(db => db.MumbleUsers.Where(u => u.UserId == user).ExecuteUpdateAsync(update));
}
