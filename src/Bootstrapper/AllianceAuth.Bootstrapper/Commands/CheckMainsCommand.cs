using System.CommandLine;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Bootstrapper.Hosting;
using MediatR;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary><c>auth checkmains</c>: takes mains from users who do not own them.</summary>
internal static class CheckMainsCommand
{
    public static Command Make()
    {
        var data = CommonOptions.Data("data");
        var command = new Command("checkmains", "Clears the main character of every user who does not own it any more, and names them.") { data };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(async () =>
        {
            await using var site = await SiteInstance.OpenForCommandAsync(new SiteOptions { DataFolder = parsed.GetRequiredValue(data), LogToConsole = false }, cancellationToken);
            await using var scope = site.App.Services.CreateAsyncScope();
            var users = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CheckMains(), cancellationToken);
            foreach (var user in users)
            {
                Console.WriteLine($"{user}: main cleared.");
            }

            if (users.Count == 0)
            {
                Console.WriteLine("All mains are owned by their users.");
            }

            return 0;
        }));
        return command;
    }
}
