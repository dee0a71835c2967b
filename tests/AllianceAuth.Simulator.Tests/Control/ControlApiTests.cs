using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AllianceAuth.Simulator.Control;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Control;

public sealed partial class ControlApiTests
{
    [Fact]
    public async Task A_call_moves_a_pilot_and_says_so()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostJsonAsync("/control/api/move-pilot", new { character_id = Simulation.Maren, corporation_id = 98000015 });

        Assert.Equal("Maren Ostvik is now in Velvet Thistle.", (await answer.JsonAsync()).GetProperty("message").GetString());
        Assert.Equal(99000002, (await simulation.AffiliationAsync(Simulation.Maren)).GetProperty("alliance_id").GetInt64());
    }

    [Theory]
    [InlineData("move-pilot", """{"character_id":5,"corporation_id":98000002}""", "There is no living character 5.")]
    [InlineData("move-pilot", """{"character_id":2112000001}""", "'corporation_id' is missing.")]
    [InlineData("move-pilot", """{"character_id":"maren","corporation_id":98000002}""", "'character_id' must be a number, not 'maren'.")]
    [InlineData("move-pilot", """{"pilot":1}""", "There is no field 'pilot'.")]
    [InlineData("move-pilot", "[1]", "The body must be a JSON object of plain values.")]
    [InlineData("add-fault", """{"service":"esi","kind":"sulking"}""", "'kind' must be one of bad-gateway, unavailable, timeout, slow, rate-limited, error-limited, not-found, malformed, cut.")]
    [InlineData("rename-pilot", """{"character_id":2112000001,"name":"Tobin Raske"}""", "The name Tobin Raske is taken.")]
    public async Task What_cannot_be_is_refused_with_a_sentence(string action, string body, string error)
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.Http.PostAsync($"/control/api/{action}", new StringContent(body));

        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task Every_action_can_be_called_with_its_documented_example()
    {
        await using var simulation = await Simulation.StartAsync();
        var actions = new ControlActions(simulation.World).All;
        Assert.Contains(actions, a => a.Name == "reset");

        foreach (var action in actions)
        {
            await simulation.Http.PostAsync("/control/api/reset", content: null);
            var example = $"{{{string.Join(',', action.Fields.Select(f => $"\"{f.Name}\":{f.Example}"))}}}";

            using var answer = await simulation.Http.PostAsync($"/control/api/{action.Name}", new StringContent(example));

            Assert.True(answer.IsSuccessStatusCode, $"{action.Name} {example}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task The_readme_names_every_action_and_every_field()
    {
        await using var simulation = await Simulation.StartAsync();
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository(), "src", "Simulator", "README.md"));

        foreach (var action in new ControlActions(simulation.World).All)
        {
            var row = readme.Split('\n').Single(line => line.StartsWith($"| `{action.Name}` |", StringComparison.Ordinal));
            Assert.All(action.Fields.Select(f => f.Name), name => Assert.True(row.Contains($"`{name}`", StringComparison.Ordinal), $"{action.Name}: {name}"));
        }

        static string Repository()
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "AllianceAuth.sln")))
            {
                folder = folder.Parent;
            }

            return folder.FullName;
        }
    }

    [Fact]
    public async Task The_state_shows_every_switch()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.PostJsonAsync("/control/api/change-settings", new { cache_lag = true, cache_seconds = 5, access_token_seconds = 60 });
        await simulation.PostJsonAsync("/control/api/add-fault", new { service = "images", kind = "slow", delay_ms = 10 });
        await simulation.PostJsonAsync("/control/api/spoil-tokens", new { fault = "wrong-audience", count = 2 });

        var state = await simulation.JsonAsync("/control/api/state");

        var settings = state.GetProperty("settings");
        Assert.Equal((true, 5, 60), (settings.GetProperty("cache_lag").GetBoolean(), settings.GetProperty("cache_seconds").GetInt32(), settings.GetProperty("access_token_seconds").GetInt32()));
        Assert.Equal(("images", "slow", 10), (state.GetProperty("faults")[0].GetProperty("service").GetString(), state.GetProperty("faults")[0].GetProperty("kind").GetString(), state.GetProperty("faults")[0].GetProperty("delay_ms").GetInt32()));
        Assert.Equal(["wrong-audience", "wrong-audience"], state.GetProperty("planned_token_faults").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal([Simulation.Callback], state.GetProperty("callbacks").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public async Task Pilots_are_found_with_what_a_test_needs_to_know()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.SignInAsync();

        var pilot = (await simulation.JsonAsync("/control/api/pilots?search=maren+ostvik"))[0];

        Assert.Equal((Simulation.Maren, 1, 1), (pilot.GetProperty("id").GetInt64(), pilot.GetProperty("account_id").GetInt32(), pilot.GetProperty("live_grants").GetInt32()));
        Assert.Equal("Cinder & Quill", pilot.GetProperty("corporation_name").GetString());
    }

    [Fact]
    public async Task A_reset_undoes_everything_and_keeps_grants_and_callbacks()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: Simulation.LocationScope);
        var before = simulation.World.Characters[Simulation.Maren];
        var control = simulation.Control;
        control.MovePilot(Simulation.Maren, 98000002);
        control.SellPilot(Simulation.Maren);
        control.CloseCorporation(98000003);
        control.DropScope(Simulation.LocationScope);
        control.RotateSigningKey();
        control.SpoilTokens(AllianceAuth.Simulator.Sso.TokenFault.Expired);
        control.AddFault(new(SimulatedService.Sso, AllianceAuth.Simulator.Faults.FaultKind.Unavailable));
        control.Change(s => s with { Vip = true });

        control.Reset();

        Assert.Equal(before.OwnerHash, simulation.World.Characters[Simulation.Maren].OwnerHash);
        Assert.Equal(98000001, simulation.World.Characters[Simulation.Maren].CorporationId);
        Assert.False(simulation.World.Corporations[98000003].IsClosed);
        Assert.Equal(new SimulatorSettings(), control.Settings);
        Assert.Empty(simulation.Host.Requests.All);
        using var refreshed = await simulation.RefreshAsync(tokens.Refresh!);
        await TokenVerifier.VerifyAsync(simulation, (await Simulation.TokensAsync(refreshed)).Access);
    }

    [Fact]
    public async Task The_page_shows_the_state_and_finds_things()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Esi, AllianceAuth.Simulator.Faults.FaultKind.Timeout, "/status"));

        var page = await simulation.Http.GetStringAsync("/control?search=cinder");

        Assert.Contains("Esi /status timeout", page, StringComparison.Ordinal);
        Assert.Contains("Cinder &amp; Quill", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/control/close-corporation\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_of_the_front_page_and_the_control_leads_somewhere()
    {
        await using var simulation = await Simulation.StartAsync();
        var pages = await simulation.Http.GetStringAsync("/") + await simulation.Http.GetStringAsync("/control");
        var addresses = Address().Matches(pages).Select(m => WebUtility.HtmlDecode(m.Groups["address"].Value)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(addresses.Count > 10);

        foreach (var address in addresses)
        {
            using var answer = await simulation.GetAsync(address);
            Assert.True(answer.IsSuccessStatusCode, address);
        }
    }

    [Fact]
    public async Task A_form_of_the_page_acts_and_leads_back_with_the_outcome()
    {
        await using var simulation = await Simulation.StartAsync();

        using var done = await simulation.PostFormAsync("/control/rename-pilot", new() { ["character_id"] = "2112000001", ["name"] = "Maren Vale", ["search"] = "maren" });
        using var failed = await simulation.PostFormAsync("/control/rename-pilot", new() { ["character_id"] = "5", ["name"] = "X" });

        Assert.Equal("Maren Vale", simulation.World.Characters[Simulation.Maren].Name);
        Assert.StartsWith("/control?done=The%20pilot%20is%20now%20called%20Maren%20Vale", done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith("/control?failed=There%20is%20no%20living%20character", failed.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_can_be_read_from_outside()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.JsonAsync("/esi/status");
        await simulation.GetAsync("/esi/nothing");

        var all = await simulation.JsonAsync("/control/api/requests");
        var bad = await simulation.JsonAsync("/control/api/requests?violations=true");

        Assert.Equal((2, 1), (all.GetArrayLength(), bad.GetArrayLength()));
        Assert.Equal("unknown-route", bad[0].GetProperty("violations")[0].GetString());
        Assert.Equal(JsonValueKind.String, all[0].GetProperty("at").ValueKind);
    }

    [GeneratedRegex("(href|src)=\"(?<address>/[^\"]*)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Address();
}
