using System.Globalization;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Features.CheckTokens;

/// <summary>
/// Asks the SSO for every owner hash whether it still stands: one of its tokens is renewed; when the SSO rejects it, the next is tried. When the
/// SSO does not answer, the check of that hash stops without any change. AUTH-096. When it answers for none of several in a row, the run ends.
/// </summary>
internal sealed class CheckTokensJob(EveOnlineDb db, IServiceScopeFactory scopes, IOptions<SsoSettings> settings, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.check-tokens") { Schedule = "0 0 0/4 * * ?", Priority = 6 };

    // What was renewed since the last run needs no question.
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(210);

    // One token without an answer may be that token's own trouble; this many different hashes in a row are the SSO's.
    private const int TakenForDown = 5;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var (checkedHashes, rejected, sold, unanswered, inARow) = (0, 0, 0, 0, 0);
        var due = await FindDueAsync(cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Value.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, parallel, async (tokens, token) =>
        {
            foreach (var id in tokens)
            {
                if (Volatile.Read(ref inARow) >= TakenForDown)
                {
                    return;
                }

                await using var scope = scopes.CreateAsyncScope();
                switch (await scope.ServiceProvider.GetRequiredService<TokenVault>().RefreshAsync(id, force: true, token))
                {
                    case RefreshOutcome.Rejected:
                        Volatile.Write(ref inARow, 0);
                        Interlocked.Increment(ref rejected);
                        continue;
                    case RefreshOutcome.Gone or RefreshOutcome.NotRenewable:
                        continue;
                    case RefreshOutcome.Unreachable:
                        Interlocked.Increment(ref unanswered);
                        Interlocked.Increment(ref inARow);
                        return;
                    case RefreshOutcome.CharacterSold:
                        Interlocked.Increment(ref sold);
                        break;
                }

                Volatile.Write(ref inARow, 0);
                Interlocked.Increment(ref checkedHashes);
                return;
            }
        });
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{due.Count} owner hashes, {checkedHashes} checked, {rejected} tokens rejected, {sold} characters sold, {unanswered} without answer{(inARow >= TakenForDown ? "; stopped, the SSO does not answer" : "")}");
    }

    /// <summary>
    /// Token numbers by owner hash, the newest first. The hashes come in turn from both ends, the longest unchecked first: it has its turn even if
    /// the run ends early, and those whose tokens never get an answer, which gather there, are not taken for an SSO that is down.
    /// </summary>
    private async Task<List<List<int>>> FindDueAsync(CancellationToken cancellationToken)
    {
        var recently = clock.GetUtcNow() - Recently;
        var tokens = await db.Tokens.AsNoTracking()
            .Where(t => t.Status == TokenStatus.Valid && t.RefreshToken != null)
            .Where(t => !db.Tokens.Any(o => o.OwnerHash == t.OwnerHash && o.Status == TokenStatus.Valid && o.RefreshedAt > recently))
            .OrderByDescending(t => t.RefreshedAt)
            .Select(t => new { t.Id, t.OwnerHash })
            .ToListAsync(cancellationToken);
        List<List<int>> newestFirst = [.. tokens.GroupBy(t => t.OwnerHash, StringComparer.Ordinal).Select(g => g.Select(t => t.Id).ToList())];
        return [.. Enumerable.Range(0, newestFirst.Count).Select(turn => newestFirst[turn % 2 == 0 ? ^((turn / 2) + 1) : turn / 2])];
    }
}
