using System.CommandLine;
using AllianceAuth.Bootstrapper.Hosting;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary><c>auth serve</c>: the site itself.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var data = CommonOptions.Data("data");
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, for example http://127.0.0.1:8000; otherwise ASPNETCORE_URLS or settings." };
        var role = new Option<string?>("--role") { Description = "web serves pages, worker runs jobs, all does both; otherwise Node:Role of the settings, or all." };
        role.AcceptOnlyFromAmong("web", "worker", "all");
        var command = new Command("serve", "Runs the site. Without Database:ConnectionString it uses a PostgreSQL of its own in the data folder.") { data, urls, role };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(async () =>
        {
            var options = new SiteOptions
            {
                DataFolder = parsed.GetRequiredValue(data),
                Urls = parsed.GetValue(urls),
                Environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Production",
                Overrides = RoleSettings(parsed.GetValue(role)),
            };
            await using var site = await SiteInstance.OpenToServeAsync(options, cancellationToken);
            await site.StartAsync(cancellationToken);
            foreach (var url in site.App.Urls)
            {
                Console.WriteLine($"Ready: {url.TrimEnd('/')}/");
            }

            return await site.WaitForEndAsync();
        }));
        return command;
    }

    private static Dictionary<string, string?> RoleSettings(string? role)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (role is not null)
        {
            settings["Node:Role"] = role;
        }

        return settings;
    }
}
