using System.CommandLine;
using System.Globalization;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Shared.Checks;
using Spectre.Console;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary><c>auth check</c>: what stands between this installation and a working site, one line each.</summary>
internal static class CheckCommand
{
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(10);

    public static Command Make()
    {
        var data = CommonOptions.Data("data");
        var command = new Command("check", "Looks at database, migrations, Redis, ESI, SSO credentials, clock and settings; says what to do. Ends with 1 when something does not work.") { data };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(async () =>
        {
            await using var site = await SiteInstance.OpenForCommandAsync(new SiteOptions { DataFolder = parsed.GetRequiredValue(data), LogToConsole = false }, cancellationToken);
            await using var scope = site.App.Services.CreateAsyncScope();
            var worst = CheckOutcome.Fine;
            foreach (var check in scope.ServiceProvider.GetServices<ISiteCheck>())
            {
                var result = await RunAsync(check, cancellationToken);
                worst = result.Outcome > worst ? result.Outcome : worst;
                Print(check.Name, result);
            }

            return worst == CheckOutcome.Failed ? ExitCodes.Failed : 0;
        }));
        return command;
    }

    internal static async Task<CheckResult> RunAsync(ISiteCheck check, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestCheck);
        try
        {
            return await check.RunAsync(limit.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // A check that cannot be carried out is a finding like any other.
            var finding = error is OperationCanceledException ? $"no answer within {LongestCheck.TotalSeconds:0} seconds" : error.Message;
            return CheckResult.Failed(finding, "See the log for details.");
        }
    }

    private static void Print(string name, CheckResult result)
    {
        var (sign, colour) = result.Outcome switch
        {
            CheckOutcome.Fine => ("ok  ", "green"),
            CheckOutcome.Warning => ("warn", "yellow"),
            _ => ("FAIL", "red"),
        };
        var whatToDo = result.WhatToDo is null ? "" : $" {result.WhatToDo}";
        AnsiConsole.Profile.Width = int.MaxValue;
        AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour}]{sign}[/] {name,-18} {result.Finding}{whatToDo}");
    }
}
