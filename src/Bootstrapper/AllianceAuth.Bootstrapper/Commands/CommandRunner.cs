using System.Net.Sockets;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Shared.Infrastructure.Data;
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
        catch (MigrationFailedException error)
        {
            return Say(error.Message, ExitCodes.Failed);
        }
        catch (PostgresException error) when (!IsAboutTheConnection(error))
        {
            return Say($"The database answers, but refused a statement: {error.MessageText} [{error.SqlState}]. Is this the database of this version? 'auth check' says more.", ExitCodes.Failed);
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

    // 08: the connection; 28: who we are; 3D: no such database; 53: no room; 57: shutting down or starting up.
    private static bool IsAboutTheConnection(PostgresException error) => error.SqlState[..2] is "08" or "28" or "3D" or "53" or "57";

    private static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }
}
