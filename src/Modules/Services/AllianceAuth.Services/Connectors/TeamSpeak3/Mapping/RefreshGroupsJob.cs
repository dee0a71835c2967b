using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Services;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;

/// <summary>Reads which groups there are on TeamSpeak, so that admins can map them. Mappings to groups that are gone go with them. TS3-047 to TS3-050.</summary>
internal sealed partial class RefreshGroupsJob(
    ServicesDb db, PatientDesk desk, MappedGroups mapped, AccountMarks marks, IMediator mediator, IOptions<TeamSpeak3Settings> settings, ILogger<RefreshGroupsJob> logger) : IBackgroundJob
{
    public const string Schedule = "0 0/30 * * * ?";

    // Not tried again: it comes round soon enough. TS3-050.
    public static readonly JobDefinition Definition = new("services.teamspeak3.groups") { Retries = 0 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (settings.Value.Host.Length == 0)
        {
            run.Summary = "There is no TeamSpeak.";
            return;
        }

        try
        {
            run.Summary = await desk.AskAsync(async server => new Told(await server.GroupsAsync(), await server.DefaultGroupAsync()), cancellationToken) is { } told
                ? await RefreshAsync(told.Groups, told.DefaultGroup, cancellationToken)
                : "TeamSpeak rests.";
        }
        catch (ServiceException trouble)
        {
            LogTrouble(logger, trouble);
            run.Summary = $"TeamSpeak could not be asked: {trouble.Message}";
        }
    }

    private async Task<string> RefreshAsync(IReadOnlyList<QueryGroup> there, int defaultGroup, CancellationToken cancellationToken)
    {
        // A server without any group is none; it is more likely that somebody took our rights. TS3-049.
        if (there.Count == 0)
        {
            return "TeamSpeak told of no group; nothing was changed.";
        }

        var reserved = await mapped.ReservedNamesAsync(cancellationToken);
        var wanted = there.Where(g => GroupDifference.IsOurs(g, defaultGroup, reserved)).ToDictionary(g => g.Id);
        var known = await db.TeamSpeakGroups.ToDictionaryAsync(g => g.Id, cancellationToken);
        var gone = known.Values.Where(g => !wanted.ContainsKey(g.Id)).ToList();
        var cut = await CutAsync([.. gone.Select(g => g.Id)], cancellationToken);
        db.TeamSpeakGroups.RemoveRange(gone);
        foreach (var group in wanted.Values)
        {
            if (known.TryGetValue(group.Id, out var row))
            {
                row.Name = group.Name;
            }
            else
            {
                db.TeamSpeakGroups.Add(new TeamSpeakGroup { Id = group.Id, Name = group.Name });
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        if (cut)
        {
            await marks.SweepAsync([TeamSpeak3Connector.Name], cancellationToken);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{wanted.Count} groups, {gone.Count} gone.");
    }

    /// <summary>Mappings lose what is gone: server groups here, states over there.</summary>
    /// <returns>Whether accounts may be different for it.</returns>
    private async Task<bool> CutAsync(List<int> gone, CancellationToken cancellationToken)
    {
        var states = (await mediator.Send(new FindStates(), cancellationToken)).Select(s => s.State).ToList();
        var rows = await db.TeamSpeakStateGroups.ToListAsync(cancellationToken);
        var cut = rows.Where(r => gone.Contains(r.ServerGroup) || !states.Contains(r.StateId)).ToList();
        db.TeamSpeakStateGroups.RemoveRange(cut);
        var mappings = (await db.TeamSpeakMappings.ToListAsync(cancellationToken)).Where(m => m.ServerGroups.Intersect(gone).Any()).ToList();
        mappings.ForEach(m => m.ServerGroups = [.. m.ServerGroups.Except(gone)]);
        return cut.Count + mappings.Count > 0;
    }

    private sealed record Told(IReadOnlyList<QueryGroup> Groups, int DefaultGroup);

    [LoggerMessage(LogLevel.Warning, "The groups on TeamSpeak could not be read; the next try is in half an hour.")]
    private static partial void LogTrouble(ILogger logger, ServiceException trouble);
}
