using System.Globalization;
using AllianceAuth.Shared.Checks;
using Npgsql;

namespace AllianceAuth.Bootstrapper.Checks;

/// <summary>PostgreSQL answers, is young enough, and its clock agrees with ours.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource source, TimeProvider clock) : ISiteCheck
{
    private const int OldestVersion = 14;
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    public string Name => "Database";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var itsTime = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
        var skew = (clock.GetUtcNow() - new DateTimeOffset(itsTime)).Duration();
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            return CheckResult.Failed($"PostgreSQL {connection.PostgreSqlVersion} is too old.", $"Update it to {OldestVersion} or newer.");
        }

        return skew > MostSkew
            ? CheckResult.Warning(string.Create(CultureInfo.InvariantCulture, $"The database's clock differs from ours by {skew.TotalSeconds:0} s."), "Run a time service (chrony, systemd-timesyncd) on both machines.")
            : CheckResult.Fine($"PostgreSQL {connection.PostgreSqlVersion} answers.");
    }
}
