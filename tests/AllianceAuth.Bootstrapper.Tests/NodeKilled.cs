using System.Globalization;
using Npgsql;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>A node dies in the middle of a change that touches many: all of it happened, or none.</summary>
public sealed class NodeKilled(SiteFixture site) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    // Of this database alone: others use the same server.
    private const string Waiting = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()";

    private const int Users = 5_000;
    private const long Corporation = 98_700_001;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-killed-");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_state_edit_that_was_cut_off_left_nothing_and_works_at_the_next_try()
    {
        await TestPostgres.ExecuteAsync(site.ConnectionString, Crowd);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        using var node = SiteProcess.Start(Settings(address), "serve", "--data", _folder.FullName, "--urls", address.GetLeftPart(UriPartial.Authority));
        await node.SaysAsync("Ready:");
        using var onNode = new Visitor(address);
        await onNode.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        var form = await onNode.OpenAsync("/admin/authentication/state/add/");
        await using var hold = new NpgsqlConnection(site.ConnectionString + ";Pooling=false");
        await hold.OpenAsync();
        await using var holding = await hold.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"SELECT id FROM authentication.users WHERE main_corporation_id = {Corporation} ORDER BY id DESC LIMIT 1 FOR UPDATE", hold, holding))
        {
            await command.ExecuteScalarAsync();
        }

        // The edit has changed thousands of users by the time it meets the one who is held.
        var cutOff = EditAsync(form);
        await Eventually.TrueAsync(
            async () => await site.ReadAsync<long>(Waiting) > 0, "the edit to be in the middle");
        await node.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cutOff);
        await holding.RollbackAsync();

        await Eventually.TrueAsync(async () => await site.ReadAsync<long>(Waiting) == 0, "the dead node's statement to end");
        Assert.Equal(0L, await MovedAsync());
        Assert.Equal(0L, await site.ReadAsync<long>("SELECT count(*) FROM authentication.states WHERE name = 'Levy'"));
        using var admin = await site.NewAdminAsync();
        await EditAsync(await admin.OpenAsync("/admin/authentication/state/add/"));
        Assert.Equal(Users, await MovedAsync());
        await site.DeliverEventsAsync();
    }

    [Fact]
    public async Task Events_that_a_dead_node_left_behind_are_delivered_by_another()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);
        await site.DeliverEventsAsync();
        var user = await site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE main_character_id = {pilot.Id}");
        var left = Guid.CreateVersion7();

        // As if a node had committed this and died before it could tell anybody.
        await TestPostgres.ExecuteAsync(
            site.ConnectionString,
            $$"""
            INSERT INTO authentication.outbox (id, name, payload, occurred_at, attempts, next_attempt_at)
            VALUES ('{{left}}', 'authentication.user-state-changed.v1', '{"eventId":"{{left}}","occurredAt":"2026-11-01T00:00:00+00:00","users":[{"value":{{user}}}]}', now(), 0, now() - interval '1 minute')
            """);

        await Eventually.TrueAsync(async () => await site.ReadAsync<long>("SELECT count(*) FROM authentication.outbox") == 0, "the recovery");
        Assert.Contains(site.Say("authentication.notice.state.title", "Member"), (await visitor.OpenAsync("/notifications/")).AllText, StringComparison.Ordinal);
    }

    private static string Crowd => string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state,
            main_character_id, main_name, main_corporation_id, main_corporation_name, main_corporation_ticker, language)
        SELECT 'levy_' || n, '', true, 1, false, false, 0, 0, now(), (SELECT id FROM authentication.states WHERE name = 'Guest'),
            3000000000 + n, 'Levy ' || n, {Corporation}, 'Levy Corp', 'LEVY', ''
        FROM generate_series(1, {Users}) n
        """);

    private Task<long> MovedAsync() => site.ReadAsync<long>(
        $"SELECT count(*) FROM authentication.users u JOIN authentication.states s ON s.id = u.state WHERE u.main_corporation_id = {Corporation} AND s.name = 'Levy'")!;

    private static Task<VisitedPage> EditAsync(VisitedPage form) => form.PostAsync(
        "/admin/authentication/state/add/",
        [new("name", "Levy"), new("priority", "777"), new("corporations", $"{Corporation}"), new("revision", "0"), HostileInput.TokenOf(form)]);

    private Dictionary<string, string?> Settings(Uri address) => new()
    {
        ["Database:ConnectionString"] = site.ConnectionString,
        ["Secrets:MasterKey"] = AppFixture.MasterKey,
        ["Site:Url"] = address.GetLeftPart(UriPartial.Authority),
        ["Sso:BaseUrl"] = $"{site.Eve.Address}/sso",
        ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
        ["Sso:ClientSecret"] = "simulated-secret",
        ["Esi:BaseUrl"] = $"{site.Eve.Address}/esi",
        ["Outside:Contact"] = "test@example.test",
        ["Mail:Mode"] = "mailbox",
        ["Mail:From"] = "auth@example.test",
        ["Jobs:Schedules:*"] = "off",
    };
}
