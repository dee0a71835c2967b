using System.CommandLine;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Web.Localization;
using MediatR;
using Spectre.Console;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary><c>auth createsuperuser</c>: an administrator who signs in with a password.</summary>
internal static class CreateSuperuserCommand
{
    public static Command Make()
    {
        var data = CommonOptions.Data("data");
        var name = new Option<string?>("--username") { Description = "Login name; asked for when left out." };
        var email = new Option<string?>("--email") { Description = "Address; asked for when left out, may be empty." };
        var fromInput = new Option<bool>("--password-stdin") { Description = "Reads the password from standard input, for scripts; it never stands on the command line." };
        var command = new Command("createsuperuser", "Makes an administrator who signs in with a password at /admin/login/. Works beside a running site.") { data, name, email, fromInput };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(async () =>
        {
            await using var site = await SiteInstance.OpenForCommandAsync(new SiteOptions { DataFolder = parsed.GetRequiredValue(data), LogToConsole = false }, cancellationToken);
            await site.App.Services.GetRequiredService<MigrationRunner>().MigrateAsync(cancellationToken);
            var request = Ask(parsed.GetValue(name), parsed.GetValue(email), parsed.GetValue(fromInput));
            await using var scope = site.App.Services.CreateAsyncScope();
            var refusals = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
            var texts = scope.ServiceProvider.GetRequiredService<Texts>();
            foreach (var refusal in refusals)
            {
                Console.Error.WriteLine(texts.Say(refusal));
            }

            if (refusals.Count > 0)
            {
                return ExitCodes.Failed;
            }

            Console.WriteLine($"Superuser {request.UserName} can sign in now.");
            return 0;
        }));
        return command;
    }

    private static CreateSuperuser Ask(string? name, string? email, bool passwordFromInput)
    {
        name ??= AnsiConsole.Ask<string>("User name:");
        email ??= AnsiConsole.Prompt(new TextPrompt<string>("E-mail address (may be empty):").AllowEmpty());
        if (passwordFromInput)
        {
            return new CreateSuperuser(name, email, Console.In.ReadLine() ?? "");
        }

        var password = AnsiConsole.Prompt(new TextPrompt<string>("Password:").Secret());
        var again = AnsiConsole.Prompt(new TextPrompt<string>("Password, once more:").Secret());
        return password == again
            ? new CreateSuperuser(name, email, password)
            : throw new SiteStartException("The two passwords differ. Nothing was changed; try again.");
    }
}
