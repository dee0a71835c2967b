using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>What the button "Test connection" says on bad days. The good day is among the live sessions.</summary>
[Collection(MumbleSiteCollection.Name)]
public sealed class MumbleTestButtonTests(MumbleSite site, MurmurdServer open) : IClassFixture<MurmurdServer>
{
    [Fact]
    public async Task Nobody_at_the_port_is_told_with_what_to_do()
    {
        var line = Assert.Single(await LinesAsync(s => s.IcePort = FreePort.Find()));

        Assert.Equal((false, "services.mumble.test.failed", "services.mumble.test.failed.do"), (line.IsFine, line.Finding, line.WhatToDo));
    }

    [SkippableFact]
    public async Task A_wrong_secret_is_told_although_reading_is_open_to_all()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        var lines = await LinesAsync(s => (s.IcePort, s.IceSecret) = (open.IcePort, "wrong"));

        Assert.Equal((false, "services.mumble.test.secret.wrong", "services.mumble.test.secret.do"), (lines[^1].IsFine, lines[^1].Finding, lines[^1].WhatToDo));
    }

    [SkippableFact]
    public async Task A_virtual_server_that_does_not_run_is_told_by_its_number()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        var lines = await LinesAsync(s => s.Servers = [1, 7]);

        Assert.Equal(["7"], lines.Single(l => !l.IsFine).Arguments);
    }

    [SkippableFact]
    public async Task A_server_that_lets_strangers_in_while_the_site_is_away_is_told_by_its_number()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        var line = (await LinesAsync(s => s.IcePort = open.IcePort)).Single(l => !l.IsFine);

        Assert.Equal(("services.mumble.test.open", "services.mumble.test.open.do"), (line.Finding, line.WhatToDo));
        Assert.Equal(["1"], line.Arguments);
    }

    [SkippableFact]
    public async Task A_password_of_the_server_keeps_strangers_out_as_well()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await SetServerPasswordAsync("open-sesame");
        var lines = await LinesAsync(s => s.IcePort = open.IcePort);
        await SetServerPasswordAsync("");

        Assert.Contains("services.mumble.test.guarded", lines.Select(l => l.Finding));
    }

    [Fact]
    public async Task An_authenticator_of_the_operators_is_not_looked_into()
    {
        var line = Assert.Single(await LinesAsync(s => s.Authenticator = false));

        Assert.Equal((true, "services.mumble.test.external"), (line.IsFine, line.Finding));
    }

    private async Task SetServerPasswordAsync(string password)
    {
        Dictionary<string, string> context = new(StringComparer.Ordinal) { [IceListener.SecretKey] = MurmurdServer.Secret };
        await using var ice = await IceConnection.OpenAsync("127.0.0.1", open.IcePort, context, TimeSpan.FromSeconds(10), default);
        await ice.CallAsync(new("1", "s"), "setConf", IceMode.Idempotent, new IceWriter().Text("password").Text(password), default);
    }

    private Task<IReadOnlyList<ServiceTestLine>> LinesAsync(Action<MumbleSettings> change)
    {
        var settings = new MumbleSettings { Url = "mumble.example.test", IcePort = site.Murmurd.IcePort, IceSecret = MurmurdServer.Secret };
        change(settings);
        var options = Options.Create(settings);
        return new MumbleTest(new MumbleServers(options), site.Services.GetRequiredService<NpgsqlDataSource>(), options).RunAsync(default);
    }
}
