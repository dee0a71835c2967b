using System.CommandLine;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary><c>auth migrate</c>: brings the database up to date without serving.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var data = CommonOptions.Data("data");
        var command = new Command("migrate", "Brings the database up to date. 'serve' does so by itself; this is for updates that are rolled out in steps.") { data };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(async () =>
        {
            await using var site = await SiteInstance.OpenForCommandAsync(new SiteOptions { DataFolder = parsed.GetRequiredValue(data), LogToConsole = false }, cancellationToken);
            var ran = await site.App.Services.GetRequiredService<MigrationRunner>().MigrateAsync(cancellationToken);
            Console.WriteLine(ran == 0 ? "The database is up to date." : $"{ran} migrations ran; the database is up to date.");
            return 0;
        }));
        return command;
    }
}
