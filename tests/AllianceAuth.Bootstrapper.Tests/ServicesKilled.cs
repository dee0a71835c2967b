using AllianceAuth.Simulator.Example;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>Nodes die again and again while accounts on a service are made and taken away: nothing is lost, and nothing is done twice.</summary>
public sealed class ServicesKilled(ServicesKilled.WebNode site) : IClassFixture<ServicesKilled.WebNode>, IAsyncLifetime
{
    private const int Users = 60;
    private const int Leavers = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-services-killed-");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_account_is_made_and_taken_away_once_however_often_the_node_dies()
    {
        // Slow enough to die in the middle of a call.
        site.Eve.Control.AddFault(new Fault(SimulatedService.Example, FaultKind.Slow, DelayMs: 40));
        await TestPostgres.ExecuteAsync(site.ConnectionString, Crowd);

        foreach (var reached in new[] { 5, 20, 35 })
        {
            await DieWhenAsync(() => Task.FromResult(site.Eve.Example.Accounts.Count >= reached), $"{reached} accounts");
        }

        await LiveUntilAsync(async () => await DueAsync() == 0, "all accounts to be made");
        Assert.Equal(Users, site.Eve.Example.Accounts.Count);
        Assert.Equal(Users, Did("made"));
        Assert.Equal(0, Did("changed"));
        Assert.Equal(Users, await NotedAsync(0));

        await TestPostgres.ExecuteAsync(site.ConnectionString, Leave);
        foreach (var reached in new[] { 4, 11 })
        {
            await DieWhenAsync(() => Task.FromResult(Did("removed") >= reached), $"{reached} removals");
        }

        await LiveUntilAsync(async () => await DueAsync() == 0, "all accounts to be taken away");
        Assert.Equal(Users - Leavers, site.Eve.Example.Accounts.Count);
        Assert.Equal(Leavers, Did("removed"));
        Assert.Equal(Leavers, await NotedAsync(2));
        Assert.Equal(Users, Did("made"));
        Assert.Equal(Users - Leavers, await site.ReadAsync<long>("SELECT count(*) FROM services.accounts WHERE service = 'example' AND stage = 1"));
    }

    private static string Crowd => $"""
        INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state,
            main_character_id, main_name, main_corporation_id, main_corporation_name, main_corporation_ticker, language)
        SELECT 'served_' || n, '', true, 1, false, false, 0, 0, now(), (SELECT id FROM authentication.states WHERE name = 'Guest'),
            3100000000 + n, 'Served ' || n, 98700002, 'Served Corp', 'SRVD', ''
        FROM generate_series(1, {Users}) n;
        INSERT INTO authentication.user_permissions (user_id, permission) SELECT id, 'example.access_example' FROM authentication.users WHERE user_name LIKE 'served_%';
        INSERT INTO services.accounts (service, user_id, stage, login_name, display_name, missing, wanted_login, wanted_display, wanted_groups, plan, mark, looked, done,
            priority, due_since, cause, is_approved, attempts, trouble_arguments, activated_at, drift)
        SELECT 'example', id, 0, '', '', ARRAY[]::text[], '', '', ARRAY[]::text[], 0, 1, 0, 0, 0, now(), 'services.cause.activated', false, 0, ARRAY[]::text[], now(), ARRAY[]::text[]
        FROM authentication.users WHERE user_name LIKE 'served_%'
        """;

    private static string Leave => $"""
        DELETE FROM authentication.user_permissions WHERE permission = 'example.access_example'
            AND user_id IN (SELECT id FROM authentication.users WHERE user_name LIKE 'served_%' ORDER BY id LIMIT {Leavers});
        UPDATE services.accounts SET mark = mark + 1
        WHERE user_id IN (SELECT id FROM authentication.users WHERE user_name LIKE 'served_%' ORDER BY id LIMIT {Leavers})
        """;

    private int Did(string kind) => site.Eve.Example.Changes.Count(c => c.Kind == kind);

    private Task<long> DueAsync() => site.ReadAsync<long>("SELECT count(*) FROM services.accounts WHERE service = 'example' AND mark > done")!;

    private Task<long> NotedAsync(int kind) => site.ReadAsync<long>($"SELECT count(*) FROM services.history WHERE service = 'example' AND kind = {kind}")!;

    private async Task DieWhenAsync(Func<Task<bool>> reached, string what)
    {
        using var node = Start();
        await Eventually.TrueAsync(reached, $"{what}; the node said: {node.Said}", Patience);
        await node.KillAsync();
    }

    private async Task LiveUntilAsync(Func<Task<bool>> reached, string what)
    {
        using var node = Start();
        await Eventually.TrueAsync(reached, $"{what}; the node said: {node.Said}", Patience);
        await node.StopAsync();
    }

    private SiteProcess Start()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/").GetLeftPart(UriPartial.Authority);
        return SiteProcess.Start(
            new Dictionary<string, string?>
            {
                ["Database:ConnectionString"] = site.ConnectionString,
                ["Secrets:MasterKey"] = AppFixture.MasterKey,
                ["Site:Url"] = address,
                ["Sso:BaseUrl"] = $"{site.Eve.Address}/sso",
                ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
                ["Sso:ClientSecret"] = "simulated-secret",
                ["Esi:BaseUrl"] = $"{site.Eve.Address}/esi",
                ["Outside:Contact"] = "test@example.test",
                ["Mail:Mode"] = "mailbox",
                ["Mail:From"] = "auth@example.test",
                ["Services:Example:BaseUrl"] = $"{site.Eve.Address}/example",
                ["Services:Example:Key"] = SimulatedExample.Key,
                ["Jobs:Schedules:*"] = "off",
                ["Jobs:Schedules:services.wake"] = "0/1 * * * * ?",
                // A dead node's work is taken over after this long.
                ["Jobs:LeaseSeconds"] = "5",
            },
            "serve", "--data", _folder.FullName, "--urls", address);
    }

    /// <summary>The site of the test runs no jobs: only the nodes that die do.</summary>
    public sealed class WebNode : SiteFixture
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Node:Role", "Web")];
    }
}
