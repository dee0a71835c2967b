using System.Diagnostics;
using System.Security.Cryptography;
using AllianceAuth.Shared.Checks;
using Npgsql;

namespace AllianceAuth.Bootstrapper.Checks;

/// <summary>What one node says over the database arrives at another. It does not through a pooler in transaction mode.</summary>
internal sealed class NodesCheck(NpgsqlDataSource source, IConfiguration configuration) : ISiteCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public string Name => "Nodes";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var channel = $"alliance_auth_check_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var heard = false;
        await using var here = await source.OpenConnectionAsync(cancellationToken);
        here.Notification += (_, said) => heard |= said.Channel == channel;
        await using (var listen = new NpgsqlCommand($"LISTEN {channel}", here))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        var waiting = Stopwatch.StartNew();
        await using (var there = await source.OpenConnectionAsync(cancellationToken))
        {
            await using var say = new NpgsqlCommand("SELECT pg_notify($1, '')", there) { Parameters = { new() { Value = channel } } };
            await say.ExecuteNonQueryAsync(cancellationToken);
        }

        while (!heard && waiting.Elapsed < Patience)
        {
            await here.WaitAsync(Patience, cancellationToken);
        }

        if (heard)
        {
            return CheckResult.Fine($"Hear each other over the database in {waiting.Elapsed.TotalMilliseconds:0} ms.");
        }

        return string.IsNullOrWhiteSpace(configuration["Redis:ConnectionString"])
            ? CheckResult.Failed("Do not hear each other over the database: what one takes away, others may believe for seconds, and open pages hear no news.", "Connect without a pooler, or with one in session mode (PgBouncer: pool_mode = session).")
            : CheckResult.Warning("Do not hear each other over the database: open pages hear no news and ask by the clock.", "Connect without a pooler, or with one in session mode (PgBouncer: pool_mode = session).");
    }
}
