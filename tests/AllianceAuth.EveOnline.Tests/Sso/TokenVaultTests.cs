using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Features.CheckTokens;
using AllianceAuth.EveOnline.Features.CleanUpTokens;
using AllianceAuth.EveOnline.Tests.Support;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Sso;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Tests.Sso;

public sealed class TokenVaultTests : IAsyncLifetime
{
    private static readonly UserId Maren = new(7);
    private static readonly string[] Scopes = ["publicData", "esi-location.read_location.v1"];
    private EveHarness _site = null!;
    private long _pilot;

    public async Task InitializeAsync()
    {
        _site = await EveHarness.StartAsync();
        _pilot = _site.Eve.Universe.Characters.Values.Where(c => !c.IsDeleted).Min(c => c.Id);
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact, Rule("AUTH-098")]
    public async Task A_token_counts_as_expired_after_1170_seconds_and_is_renewed_ahead_of_that()
    {
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        var first = await _site.AskAsync(new GetAccessToken(_pilot, Scopes));
        Assert.Equal(EveHarness.Start.AddSeconds(1170), first!.ExpiresAt);

        _site.Clock.Advance(TimeSpan.FromSeconds(1130));
        Assert.Equal(first, await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
        _site.Clock.Advance(TimeSpan.FromSeconds(15));
        var second = await _site.AskAsync(new GetAccessToken(_pilot, Scopes));

        Assert.NotEqual(first.Value, second!.Value);
        Assert.Equal(_site.Clock.GetUtcNow().AddSeconds(1170), second.ExpiresAt);
        Assert.DoesNotContain(second.Value, second.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_scopes_there_is_no_token()
    {
        await _site.LogInAsync(_pilot, Maren);

        Assert.Null(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
    }

    [Fact]
    public async Task Scopes_that_shrank_at_a_refresh_are_not_promised_any_more()
    {
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        _site.Eve.Control.SpoilTokens(TokenFault.FewerScopes);

        Assert.Null(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
    }

    [Fact]
    public async Task A_rotated_refresh_token_is_stored_every_time()
    {
        _site.Eve.Control.Change(s => s with { RotateRefreshTokens = true });
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);

        for (var i = 0; i < 3; i++)
        {
            _site.Clock.Advance(TimeSpan.FromHours(1));
            Assert.NotNull(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
        }
    }

    [Fact]
    public async Task Many_who_need_it_at_once_on_two_nodes_cause_one_refresh()
    {
        _site.Eve.Control.Change(s => s with { RotateRefreshTokens = true });
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        var other = _site.AddNode();
        // Open connections first, or the one that has one already is done before the others begin.
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => _site.WithAsync<EveOnlineDb, int>(db => db.Database.ExecuteSqlAsync($"SELECT pg_sleep(0.2)"), i % 2 == 0 ? null : other)));
        _site.Eve.Requests.Clear();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _site.AskAsync(new GetAccessToken(_pilot, Scopes), i % 2 == 0 ? null : other)));

        Assert.Single(tokens.Select(t => t!.Value).Distinct(StringComparer.Ordinal));
        Assert.Single(_site.Eve.Requests.To("/oauth/token"));
    }

    [Fact]
    public async Task A_rejected_token_is_kept_with_the_reason_and_its_owner_told_once()
    {
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        await _site.DeliverAsync();
        _site.Eve.Control.RevokeTokens(_pilot);
        _site.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
        Assert.Null(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
        await _site.DeliverAsync();

        var token = await _site.DbAsync(db => db.Tokens.SingleAsync());
        Assert.Equal(TokenStatus.Rejected, token.Status);
        Assert.Contains("missing/expired", token.RejectionReason, StringComparison.Ordinal);
        Assert.Equal(TokenEnd.Rejected, Assert.Single(_site.Events.Of<TokenRevoked>()).Reason);
        var notice = Assert.Single(_site.Told.All);
        Assert.Equal([Maren], notice.Users);
        Assert.Equal((NotificationLevel.Warning, "eveonline.notice.rejected.title"), (notice.Level, notice.Title));
        Assert.Empty(await _site.AskAsync(new FindBackedOwnerHashes([token.OwnerHash])));
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.Timeout)]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.Cut)]
    public async Task Whatever_else_goes_wrong_loses_nothing(FaultKind fault)
    {
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Sso, fault));

        Assert.Null(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
        Assert.Equal(TokenStatus.Valid, await _site.DbAsync(db => db.Tokens.Select(t => t.Status).SingleAsync()));
        _site.Eve.Control.LiftFaults();
        Assert.NotNull(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
    }

    [Theory]
    [InlineData(TokenFault.WrongSignature)]
    [InlineData(TokenFault.WrongAudience)]
    public async Task An_unverifiable_answer_is_not_used_and_does_not_cost_the_refresh_token(TokenFault fault)
    {
        _site.Eve.Control.Change(s => s with { RotateRefreshTokens = true });
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        _site.Eve.Control.SpoilTokens(fault);

        Assert.Null(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
        Assert.NotNull(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
    }

    [Fact, Rule("AUTH-096")]
    public async Task The_check_asks_for_every_owner_hash_once_and_leaves_good_ones_alone()
    {
        await _site.LogInAsync(_pilot, Maren);
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        _site.Clock.Advance(TimeSpan.FromHours(4));
        _site.Eve.Requests.Clear();

        await _site.RunAsync<CheckTokensJob>();

        Assert.Single(_site.Eve.Requests.To("/oauth/token"));
        Assert.Equal(2, await _site.DbAsync(db => db.Tokens.CountAsync(t => t.Status == TokenStatus.Valid)));
        await _site.RunAsync<CheckTokensJob>();
        Assert.Single(_site.Eve.Requests.To("/oauth/token"));
    }

    [Fact, Rule("AUTH-096")]
    public async Task The_check_tries_the_next_token_when_one_is_rejected()
    {
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        _site.Eve.Control.RevokeTokens(_pilot);
        await _site.LogInAsync(_pilot, Maren);
        var hash = _site.Eve.Universe.Characters[_pilot].OwnerHash;
        // The older one was used last, so it is tried first.
        await _site.DbAsync(db => db.Tokens.Where(t => t.Scopes.Length == 1).ExecuteUpdateAsync(t => t.SetProperty(x => x.RefreshedAt, x => x.RefreshedAt.AddMinutes(-1))));
        _site.Clock.Advance(TimeSpan.FromHours(4));

        await _site.RunAsync<CheckTokensJob>();

        var statuses = await _site.DbAsync(db => db.Tokens.OrderBy(t => t.Id).Select(t => t.Status).ToListAsync());
        Assert.Equal([TokenStatus.Rejected, TokenStatus.Valid], statuses);
        Assert.Equal([hash], await _site.AskAsync(new FindBackedOwnerHashes([hash])));
    }

    [Fact, Rule("AUTH-096")]
    public async Task The_check_stops_without_any_change_when_the_SSO_does_not_answer()
    {
        foreach (var pilot in Pilots(8))
        {
            await _site.LogInAsync(pilot, Maren);
            _site.Eve.Control.RevokeTokens(pilot);
        }

        _site.Clock.Advance(TimeSpan.FromHours(4));
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Sso, FaultKind.Unavailable));

        var run = await _site.RunAsync<CheckTokensJob>(node: _site.AddNode(("Sso:Concurrency", "1")));

        Assert.Contains("5 without answer; stopped", run.Summary, StringComparison.Ordinal);
        Assert.Equal(8, await _site.DbAsync(db => db.Tokens.CountAsync(t => t.Status == TokenStatus.Valid)));
    }

    [Fact, Rule("AUTH-096")]
    public async Task One_token_without_an_answer_ends_no_other_s_check_and_the_longest_unchecked_come_first()
    {
        foreach (var pilot in Pilots(3))
        {
            await _site.LogInAsync(pilot, Maren);
            _site.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        _site.Clock.Advance(TimeSpan.FromHours(4));
        _site.Eve.Control.SpoilTokens(TokenFault.WrongSignature);

        var run = await _site.RunAsync<CheckTokensJob>(node: _site.AddNode(("Sso:Concurrency", "1")));

        Assert.StartsWith("3 owner hashes, 2 checked", run.Summary, StringComparison.Ordinal);
        Assert.EndsWith("1 without answer", run.Summary, StringComparison.Ordinal);
        Assert.Equal(_pilot, await _site.DbAsync(db => db.Tokens.OrderBy(t => t.RefreshedAt).Select(t => t.CharacterId).FirstAsync()));
    }

    [Fact]
    public async Task A_user_who_signs_in_again_revives_a_rejected_token()
    {
        var first = await _site.LogInAsync(_pilot, Maren);
        _site.Eve.Control.RevokeTokens(_pilot);
        _site.Clock.Advance(TimeSpan.FromHours(4));
        await _site.RunAsync<CheckTokensJob>();

        var again = await _site.LogInAsync(_pilot, Maren);

        Assert.Equal((first.Token, true), (again.Token, again.IsNew));
        await _site.DeliverAsync();
        Assert.Equal(2, _site.Events.Of<TokenAdded>().Count);
    }

    [Fact]
    public async Task A_sign_in_during_a_refresh_that_is_being_rejected_leaves_a_good_token()
    {
        var first = await _site.LogInAsync(_pilot, Maren);
        await _site.DbAsync(async db =>
        {
            await using var refresh = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"UPDATE eveonline.tokens SET status = 'Rejected' WHERE id = {first.Token}");
            var signIn = _site.LogInAsync(_pilot, Maren);
            while (!signIn.IsCompleted && !await IsAnybodyWaitingAsync())
            {
                await Task.Yield();
            }

            await refresh.CommitAsync();
            await signIn;
            return true;
        });

        Assert.Equal(TokenStatus.Valid, (await _site.DbAsync(db => db.Tokens.SingleAsync())).Status);
    }

    [Fact]
    public async Task The_daily_cleaning_removes_what_serves_nobody()
    {
        await _site.LogInAsync(_pilot);
        await _site.LogInAsync(_pilot, Maren);
        _site.Clock.Advance(TimeSpan.FromHours(2));

        await _site.RunAsync<CleanUpTokensJob>();

        Assert.Equal(Maren, await _site.DbAsync(db => db.Tokens.Select(t => t.UserId).SingleAsync()));
        await _site.DeliverAsync();
        Assert.Equal(TokenEnd.Abandoned, Assert.Single(_site.Events.Of<TokenRevoked>()).Reason);
    }

    [Fact]
    public async Task A_key_that_is_not_here_deletes_nothing()
    {
        await _site.LogInAsync(_pilot, Maren, scopes: Scopes);
        await _site.DbAsync(db => db.Tokens.ExecuteUpdateAsync(t => t.SetProperty(x => x.AccessToken, "foreign").SetProperty(x => x.RefreshToken, "foreign")));

        Assert.Null(await _site.AskAsync(new GetAccessToken(_pilot, Scopes)));
        await _site.RunAsync<CheckTokensJob>();

        Assert.Equal(TokenStatus.Valid, await _site.DbAsync(db => db.Tokens.Select(t => t.Status).SingleAsync()));
    }

    [Fact, Rule("AUTH-043")]
    public async Task What_a_broken_off_sign_in_left_over_goes_to_the_owner_and_is_not_cleaned_away()
    {
        await _site.LogInAsync(_pilot);

        await _site.AskAsync(new AssignTokensOf(_pilot, "another", Maren));
        await _site.AskAsync(new AssignTokensOf(_pilot, _site.Eve.Universe.Characters[_pilot].OwnerHash, Maren));
        _site.Clock.Advance(TimeSpan.FromHours(2));
        await _site.RunAsync<CleanUpTokensJob>();

        Assert.Equal(Maren, await _site.DbAsync(db => db.Tokens.Select(t => t.UserId).SingleAsync()));
    }

    [Fact]
    public async Task A_deleted_users_tokens_go_with_the_user()
    {
        await _site.LogInAsync(_pilot, Maren);
        await _site.LogInAsync(_pilot, new UserId(8));

        await _site.AskAsync(new DeleteTokensOf(Maren));

        Assert.Equal(new UserId(8), await _site.DbAsync(db => db.Tokens.Select(t => t.UserId).SingleAsync()));
    }

    [Fact, Rule("AUTH-047")]
    public async Task The_token_of_a_refused_login_is_deleted_at_once_but_never_a_users_own()
    {
        var unowned = await _site.LogInAsync(_pilot);
        var owned = await _site.LogInAsync(_pilot, Maren);

        await _site.AskAsync(new DiscardToken(unowned.Token));
        await _site.AskAsync(new DiscardToken(owned.Token));

        Assert.Equal(owned.Token, await _site.DbAsync(db => db.Tokens.Select(t => t.Id).SingleAsync()));
    }

    // On a connection of its own: within a transaction PostgreSQL keeps showing what it showed first.
    private async Task<bool> IsAnybodyWaitingAsync() => await _site.DbAsync(db => db.Database
        .SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").SingleAsync()) > 0;

    private IEnumerable<long> Pilots(int count) => _site.Eve.Universe.Characters.Values.Where(c => !c.IsDeleted).Select(c => c.Id).Order().Take(count);
}
