using System.CommandLine;
using System.Globalization;
using AllianceAuth.Bootstrapper.Hosting;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary><c>auth demo</c>: the whole site beside a simulated EVE, for a first look and for developers.</summary>
internal static class DemoCommand
{
    private const int DefaultPort = 8000;

    public static Command Make()
    {
        var port = new Option<int>("--port") { Description = "Port of the site; the simulated EVE takes the two after it.", HelpName = "N", DefaultValueFactory = _ => DefaultPort };
        var data = CommonOptions.Data(Path.Combine("data", "demo"));
        var command = new Command("demo", "Runs the site on invented data beside a simulated EVE Online: sign in as any of hundreds of pilots.") { port, data };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(() => RunAsync(parsed.GetRequiredValue(port), parsed.GetRequiredValue(data), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(int port, string data, CancellationToken cancellationToken)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        using var simulator = DemoSimulator.Start(port + 1, port + 2, address, data);
        var options = new SiteOptions
        {
            DataFolder = data,
            Urls = address,
            Environment = "Development",
            Overrides = DemoSettings.For(address, simulator.Address, port + 2),
        };
        await using var site = await SiteInstance.OpenToServeAsync(options, cancellationToken);
        await simulator.WaitUntilReadyAsync(cancellationToken);
        await site.StartAsync(cancellationToken);
        await DemoContent.AddAsync(site.App.Services, cancellationToken);
        Console.WriteLine($"Simulated EVE: {simulator.Address}/control");
        Console.WriteLine($"Administrator: {address}/admin/login/ as {DemoContent.AdminName}, password {DemoContent.AdminPassword}");
        Console.WriteLine($"Ready: {address}/");
        return await site.WaitForEndAsync();
    }
}
