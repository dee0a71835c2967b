using System.Net;
using System.Text.Json.Nodes;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.State;

public sealed class RestartTests : IDisposable
{
    private const long Ilan = 2112000005;
    private const long Elsewhere = 98000015;

    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-").FullName;

    private string StateFile => Path.Combine(_folder, "data", "simulator.json");

    [Fact]
    public async Task A_refresh_token_and_an_access_token_outlive_a_restart()
    {
        Tokens tokens;
        await using (var before = await FirstDayAsync())
        {
            tokens = await before.SignInAsync(scope: Simulation.LocationScope);
        }

        await using var after = await Simulation.StartAsync(stateFile: StateFile);
        var location = await after.JsonAsync($"/esi/characters/{Simulation.Maren}/location", tokens.Access);
        using var refreshed = await after.RefreshAsync(tokens.Refresh!);

        Assert.True(location.GetProperty("solar_system_id").GetInt64() > 0);
        await TokenVerifier.VerifyAsync(after, (await Simulation.TokensAsync(refreshed)).Access);
    }

    [Fact]
    public async Task Ended_grants_stay_ended_after_a_restart()
    {
        Tokens revoked;
        Tokens withdrawn;
        await using (var before = await FirstDayAsync())
        {
            revoked = await before.SignInAsync();
            withdrawn = await before.SignInAsync(Ilan);
            using var answer = await before.TokenAsync(Simulation.Secret, [("token", revoked.Refresh!), ("token_type_hint", "refresh_token")], "revoke");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            before.Control.RevokeTokens(Ilan);
        }

        await using var after = await NextDayAsync();
        using var first = await after.RefreshAsync(revoked.Refresh!);
        using var second = await after.RefreshAsync(withdrawn.Refresh!);

        Assert.Equal(("invalid_grant", "invalid_grant"), (await first.ErrorAsync(), await second.ErrorAsync()));
    }

    [Fact]
    public async Task What_was_done_to_the_world_is_still_done_at_the_time_it_was_done()
    {
        await using (var before = await FirstDayAsync())
        {
            await DoAsync(before, "move-pilot", new { character_id = Simulation.Maren, corporation_id = Elsewhere });
            await DoAsync(before, "rename-pilot", new { character_id = Simulation.Maren, name = "Maren Vale" });
            await DoAsync(before, "move-corporation", new { corporation_id = Elsewhere, alliance_id = 99000004 });
            await DoAsync(before, "sell-pilot", new { character_id = Ilan });
            await DoAsync(before, "change-settings", new { vip = true });
            await DoAsync(before, "drop-scope", new { scope = Simulation.LocationScope });
            await DoAsync(before, "register-callback", new { callback = "http://127.0.0.1:9/back" });
        }

        await using var after = await NextDayAsync();

        var maren = after.World.Characters[Simulation.Maren];
        Assert.Equal(("Maren Vale", Elsewhere, 99000004), (maren.Name, maren.CorporationId, after.World.AllianceOf(maren)!.Id));
        Assert.Equal(after.Clock.GetUtcNow().AddDays(-1), maren.History[^1].Start);
        Assert.Equal("Buyer of Ilan Serrow", after.World.Accounts[after.World.Characters[Ilan].AccountId].Name);
        Assert.True(after.Control.Settings.Vip);
        Assert.Equal([Simulation.LocationScope], after.Control.DroppedScopes);
        Assert.Contains("http://127.0.0.1:9/back", after.Control.Callbacks);
    }

    [Fact]
    public async Task Grants_that_a_sale_left_behind_do_not_come_back_and_those_of_the_buyer_do()
    {
        Tokens seller;
        Tokens buyer;
        await using (var before = await FirstDayAsync())
        {
            seller = await before.SignInAsync();
            await DoAsync(before, "sell-pilot", new { character_id = Simulation.Maren });
            buyer = await before.SignInAsync();
        }

        await using var after = await NextDayAsync();
        using var first = await after.RefreshAsync(seller.Refresh!);
        using var second = await after.RefreshAsync(buyer.Refresh!);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_rotated_key_still_signs_after_a_restart_and_a_reset_brings_back_the_first()
    {
        string first;
        await using (var before = await FirstDayAsync())
        {
            first = before.Control.SigningKeyId;
            await DoAsync(before, "rotate-key", new { key_id = "second" });
        }

        await using var after = await NextDayAsync();
        var rotated = after.Control.SigningKeyId;
        after.Control.Reset();

        Assert.Equal(("second", first), (rotated, after.Control.SigningKeyId));
    }

    [Fact]
    public async Task After_a_reset_a_restart_does_nothing_again_but_callbacks()
    {
        await using (var before = await FirstDayAsync())
        {
            await DoAsync(before, "move-pilot", new { character_id = Simulation.Maren, corporation_id = Elsewhere });
            await DoAsync(before, "register-callback", new { callback = "http://127.0.0.1:9/back" });
            await DoAsync(before, "reset", new { });
        }

        await using var after = await NextDayAsync();

        Assert.Equal(Simulation.CinderAndQuill, after.World.Characters[Simulation.Maren].CorporationId);
        Assert.Contains("http://127.0.0.1:9/back", after.Control.Callbacks);
    }

    [Fact]
    public async Task Passing_trouble_ends_with_the_process()
    {
        await using (var before = await FirstDayAsync())
        {
            await DoAsync(before, "add-fault", new { service = "esi", kind = "unavailable" });
            await DoAsync(before, "spoil-tokens", new { fault = "expired" });
        }

        await using var after = await NextDayAsync();

        Assert.Empty(after.Control.Faults);
        Assert.Empty(after.Control.PlannedTokenFaults);
    }

    [Fact]
    public async Task A_change_is_written_down_without_waiting_for_the_end()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StateFile)!);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(StateFile)!);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Renamed += (_, _) =>
        {
            if (File.ReadAllText(StateFile).Contains("move-pilot", StringComparison.Ordinal))
            {
                written.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        await using var before = await FirstDayAsync();

        await DoAsync(before, "move-pilot", new { character_id = Simulation.Maren, corporation_id = Elsewhere });

        await written.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":1,"seed":1}""")]
    [InlineData("""{"version":1,"seed":1,"actions":[],"grants":[],"keys":{"current":0,"all":[]}}""")]
    [InlineData("""{"version":1,"seed":1,"actions":[],"grants":[],"keys":{"current":0,"all":[{"id":"k","pem":"no key"}]}}""")]
    [InlineData("""{"version":1,"seed":1,"actions":[],"grants":[null],"keys":{"current":0,"all":[]}}""")]
    [InlineData("""{"version":1,"seed":1,"actions":[{"at":"2026-03-02T09:30:00Z","name":"move-pilot","values":{"character_id":null}}],"grants":[],"keys":{"current":0,"all":[]}}""")]
    public async Task A_damaged_file_is_kept_aside_and_everything_starts_fresh(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StateFile)!);
        await File.WriteAllTextAsync(StateFile, content);

        await using (var simulation = await FirstDayAsync())
        {
            Assert.Equal(Simulation.CinderAndQuill, simulation.World.Characters[Simulation.Maren].CorporationId);
            await simulation.SignInAsync();
        }

        Assert.Equal(content, await File.ReadAllTextAsync($"{StateFile}.bad"));
        Assert.Single(JsonNode.Parse(await File.ReadAllTextAsync(StateFile))!["grants"]!.AsArray());
    }

    [Fact]
    public async Task A_file_of_another_seed_is_kept_aside()
    {
        await using (var before = await FirstDayAsync())
        {
            await before.SignInAsync();
        }

        await using var after = await Simulation.StartAsync(seed: 2, stateFile: StateFile);

        Assert.True(File.Exists($"{StateFile}.bad"));
    }

    [Fact]
    public async Task What_this_world_refuses_is_left_out_and_the_rest_is_done()
    {
        await using (var before = await FirstDayAsync())
        {
            await DoAsync(before, "set-online", new { character_id = Simulation.Maren, online = true });
            await DoAsync(before, "move-pilot", new { character_id = Simulation.Maren, corporation_id = Elsewhere });
        }

        var state = JsonNode.Parse(await File.ReadAllTextAsync(StateFile))!;
        state["actions"]![0]!["name"] = "sing-a-song";
        await File.WriteAllTextAsync(StateFile, state.ToJsonString());

        await using var after = await NextDayAsync();

        Assert.Equal(Elsewhere, after.World.Characters[Simulation.Maren].CorporationId);
        Assert.False(File.Exists($"{StateFile}.bad"));
    }

    [SkippableFact]
    public async Task The_file_holds_a_private_key_and_is_for_its_owner_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using (await FirstDayAsync())
        {
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(StateFile));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<Simulation> FirstDayAsync() => Simulation.StartAsync(stateFile: StateFile);

    private Task<Simulation> NextDayAsync() => Simulation.StartAsync(stateFile: StateFile, afterDays: 1);

    private static async Task DoAsync(Simulation simulation, string action, object body)
    {
        using var answer = await simulation.PostJsonAsync($"/control/api/{action}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
