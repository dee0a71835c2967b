using System.CommandLine;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Services.Contracts;
using MediatR;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary><c>auth verify_service_accounts</c>: has every account on every service looked at.</summary>
internal static class VerifyServiceAccountsCommand
{
    public static Command Make()
    {
        var data = CommonOptions.Data("data");
        var command = new Command("verify_service_accounts", "Has the site check every account on every service, and end those whose owners may not have them any more.") { data };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(async () =>
        {
            await using var site = await SiteInstance.OpenForCommandAsync(new SiteOptions { DataFolder = parsed.GetRequiredValue(data), LogToConsole = false }, cancellationToken);
            await using var scope = site.App.Services.CreateAsyncScope();
            var services = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyServiceAccounts(), cancellationToken);
            foreach (var service in services)
            {
                Console.WriteLine($"{service.Title}: {service.Accounts} accounts are checked.");
            }

            Console.WriteLine(services.Count == 0 ? "The site is set up for no service." : "The running site does it now, or as soon as it is started.");
            return 0;
        }));
        return command;
    }
}
