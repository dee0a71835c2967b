using System.Net.Sockets;
using AllianceAuth.Bootstrapper.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary>Turns what can go wrong at start into one sentence for the operator and an exit code; everything else is a fault with its stack trace.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (SiteStartException error)
        {
            return Say(error.Message, error.ExitCode);
        }
        catch (OptionsValidationException error)
        {
            return Say(string.Join(Environment.NewLine, error.Failures), ExitCodes.Failed);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException or SocketException)
        {
            return Say($"{error.Message} Another program uses that port; choose another with --port.", ExitCodes.Failed);
        }
        catch (NpgsqlException error)
        {
            return Say($"The database does not answer: {error.Message} Check Database:ConnectionString and that PostgreSQL runs.", ExitCodes.Failed);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }
}
