using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.CleanUpTokens;

/// <summary>Removes what no longer serves anybody: tokens of logins that led nowhere, expired ones that cannot be renewed, and long rejected ones.</summary>
internal sealed class CleanUpTokensJob(EveOnlineDb db, TokenStore store, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.clean-tokens") { Schedule = "0 0 0 * * ?", Priority = 8 };

    // A login may still be under way.
    private static readonly TimeSpan KeepUnowned = TimeSpan.FromHours(1);

    // Long enough for its owner to have read why.
    private static readonly TimeSpan KeepRejected = TimeSpan.FromDays(30);

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (unownedBefore, rejectedBefore) = (now - KeepUnowned, now - KeepRejected);
        var abandoned = await db.Tokens.Where(t => t.UserId == null && t.RefreshedAt < unownedBefore).ToListAsync(cancellationToken);
        var spent = await db.Tokens
            .Where(t => t.UserId != null && ((t.Status == TokenStatus.Rejected && t.RejectedAt < rejectedBefore) || (t.RefreshToken == null && t.ExpiresAt < now)))
            .ToListAsync(cancellationToken);
        foreach (var token in abandoned)
        {
            store.End(token, TokenEnd.Abandoned, now);
        }

        foreach (var token in spent)
        {
            store.End(token, TokenEnd.Rejected, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{abandoned.Count} abandoned, {spent.Count} spent");
    }
}
