using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>A run this node has taken.</summary>
internal sealed record ClaimedRun(Guid RunId, string Name, string Argument, int Attempt);

/// <summary>What a worker asks of the queue table. One statement each, so a node that dies between two leaves nothing half-done.</summary>
internal sealed class JobStore(NpgsqlDataSource source, JobNode node, TimeProvider clock)
{
    /// <summary>Takes the most urgent job that is due, if any; another node cannot take it too.</summary>
    public async Task<ClaimedRun?> ClaimAsync(IReadOnlyCollection<string> names, TimeSpan lease, CancellationToken cancellationToken)
    {
        var run = Guid.CreateVersion7();
        await using var command = source.CreateCommand(
            """
            WITH taken AS (
                UPDATE platform.job_queue SET run_id = $1, node = $2, lease_until = now() + $3, attempt = attempt + 1
                WHERE id = (
                    SELECT id FROM platform.job_queue
                    WHERE run_id IS NULL AND due_at <= $4 AND name = ANY($5)
                    ORDER BY priority, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING name, argument, attempt),
            noted AS (
                INSERT INTO platform.job_history (id, name, argument, node, attempt, started_at, outcome)
                SELECT $1, name, argument, $2, attempt, $4, 'Running' FROM taken)
            SELECT name, argument, attempt FROM taken
            """);
        Add(command.Parameters, run, node.Name, lease, clock.GetUtcNow(), names.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(run, reader.GetString(0), reader.GetString(1), reader.GetInt32(2)) : null;
    }

    /// <summary>
    /// Says that these runs go on, and gives those that are still this node's. Only these: a run that ended without a note, or was taken without
    /// our hearing of it, must run out and be found.
    /// </summary>
    public async Task<IReadOnlySet<Guid>> RenewAsync(IReadOnlyCollection<Guid> going, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE platform.job_queue SET lease_until = now() + $1 WHERE run_id = ANY($2) RETURNING run_id");
        Add(command.Parameters, lease, going.ToArray());
        HashSet<Guid> runs = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            runs.Add(reader.GetGuid(0));
        }

        return runs;
    }

    /// <summary>Gives back what vanished nodes held, and says how much that was.</summary>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            WITH lost AS (
                SELECT id, run_id FROM platform.job_queue WHERE lease_until < now() FOR UPDATE SKIP LOCKED),
            freed AS (
                UPDATE platform.job_queue q
                SET run_id = NULL, node = NULL, lease_until = NULL, again_at = NULL, again_priority = NULL, due_at = $1
                FROM lost WHERE q.id = lost.id)
            UPDATE platform.job_history h SET outcome = 'Lost', finished_at = $1 FROM lost WHERE h.id = lost.run_id
            """);
        Add(command.Parameters, clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends a run. Does nothing to the queue when the run is no longer ours.</summary>
    public async Task FinishAsync(ClaimedRun run, RunEnd end, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        switch (end.Outcome)
        {
            case JobOutcome.Retrying:
                AddCommand(batch, "UPDATE platform.job_queue SET run_id = NULL, node = NULL, lease_until = NULL, again_at = NULL, again_priority = NULL, due_at = $2 WHERE run_id = $1", run.RunId, end.RetryAt!.Value);
                break;
            case JobOutcome.Interrupted:
                AddCommand(batch, "UPDATE platform.job_queue SET run_id = NULL, node = NULL, lease_until = NULL, again_at = NULL, again_priority = NULL, attempt = attempt - 1 WHERE run_id = $1", run.RunId);
                break;
            case JobOutcome.Lost:
                // Usually another node has it by now and no row matches. If not, nobody else would ever run it.
                AddCommand(batch, "UPDATE platform.job_queue SET run_id = NULL, node = NULL, lease_until = NULL, again_at = NULL, again_priority = NULL WHERE run_id = $1", run.RunId);
                break;
            default:
                AddCommand(batch, "DELETE FROM platform.job_queue WHERE run_id = $1 AND again_at IS NULL", run.RunId);
                AddCommand(batch,
                    """
                    UPDATE platform.job_queue SET run_id = NULL, node = NULL, lease_until = NULL, attempt = 0,
                        due_at = again_at, priority = again_priority, again_at = NULL, again_priority = NULL
                    WHERE run_id = $1
                    """, run.RunId);
                break;
        }

        AddCommand(batch, "UPDATE platform.job_history SET outcome = $2, finished_at = $3, summary = nullif($4, ''), error = nullif($5, '') WHERE id = $1",
            run.RunId, end.Outcome.ToString(), clock.GetUtcNow(), Cut(end.Summary), Cut(end.Error));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Cut(string? text) => text is null ? "" : text[..Math.Min(text.Length, 4000)];

    private static void AddCommand(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    private static void Add(NpgsqlParameterCollection parameters, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}

/// <summary>How a run ended.</summary>
internal sealed record RunEnd(JobOutcome Outcome, string? Summary = null, string? Error = null, DateTimeOffset? RetryAt = null);
