using System.Globalization;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Verify;

/// <summary>Finds pilots who have redeemed their key, so that nobody has to come back to the site and click.</summary>
internal sealed class LookForPilotsJob(ServicesDb db, PatientDesk desk, TeamSpeakAsks asks) : IBackgroundJob
{
    public const string Schedule = "40 * * * * ?";

    public static readonly JobDefinition Definition = new("services.teamspeak3.look") { Retries = 0, Priority = 6 };

    // Few are sought one by one; for many, the fields of everybody are one command.
    private const int Few = 8;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var waiting = await db.Accounts.AsNoTracking()
            .Where(a => a.Service == TeamSpeak3Connector.Name && a.Stage == AccountStage.WaitsForPilot && a.Mark == a.Done && a.RemoteId != null)
            .Select(a => new { a.UserId, Uid = a.RemoteId! })
            .ToListAsync(cancellationToken);
        if (waiting.Count == 0 || await db.States.AnyAsync(s => s.Name == TeamSpeak3Connector.Name && s.IsFrozen, cancellationToken))
        {
            return;
        }

        try
        {
            if (await desk.AskAsync(server => FindAsync(server, [.. waiting.Select(w => w.Uid)]), cancellationToken) is not { } there)
            {
                run.Summary = "TeamSpeak rests.";
                return;
            }

            List<UserId> found = [.. waiting.Where(w => there.Contains(w.Uid)).Select(w => w.UserId)];
            if (found.Count > 0)
            {
                await asks.VerifyAsync(found, cancellationToken);
            }

            run.Summary = string.Create(CultureInfo.InvariantCulture, $"{found.Count} of {waiting.Count} have redeemed their key.");
        }
        catch (ServiceException trouble)
        {
            run.Summary = $"TeamSpeak could not be asked: {trouble.Message}";
        }
    }

    private static async Task<IReadOnlySet<string>> FindAsync(QueryServer server, IReadOnlyList<string> uids)
    {
        HashSet<string> there = new(StringComparer.Ordinal);
        if (uids.Count > Few)
        {
            there.UnionWith((await server.FindAllClientsAsync()).Select(c => c.Key));
            return there;
        }

        foreach (var uid in uids)
        {
            if (await server.FindClientsAsync(uid) is { Count: > 0 })
            {
                there.Add(uid);
            }
        }

        return there;
    }
}
