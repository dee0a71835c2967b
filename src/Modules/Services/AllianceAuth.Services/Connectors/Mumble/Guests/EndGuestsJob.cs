using System.Globalization;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Connectors.Mumble.Guests;

/// <summary>Forgets links and guests whose time is over, and sends away those who are still there. MUM-059.</summary>
internal sealed class EndGuestsJob(ServicesDb db, MumbleServers servers, IStringLocalizer<ServicesModule> texts, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.mumble.end-guests") { Priority = 4 };

    /// <summary>Every five minutes, where there is a Mumble.</summary>
    public const string Schedule = "10 0/5 * * * ?";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var guests = await db.Guests.Where(g => g.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        var links = await db.GuestLinks.Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        // A link that somebody deleted brought its guests to an end, too, so each run that was asked for looks.
        var kicked = guests > 0 || run.Argument is not null ? await KickAsync(cancellationToken) : 0;
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{links} links and {guests} guests over, {kicked} sent away.");
    }

    private async Task<int> KickAsync(CancellationToken cancellationToken)
    {
        if (!servers.AreOurs)
        {
            return 0;
        }

        await using var client = await servers.OpenAsync(cancellationToken);
        var there = (await servers.FindUsersAsync(client, cancellationToken)).Where(u => MumbleNumbers.GuestOf(u.User.UserId) is not null).ToList();
        var ids = there.Select(u => MumbleNumbers.GuestOf(u.User.UserId)!.Value).ToList();
        var known = await db.Guests.Where(g => ids.Contains(g.Id)).Select(g => g.Id).ToListAsync(cancellationToken);
        var over = there.Where(u => !known.Contains(MumbleNumbers.GuestOf(u.User.UserId)!.Value)).ToList();
        foreach (var (server, user) in over)
        {
            await MumbleServers.TryAsync(() => client.KickAsync(server, user.Session, texts["services.mumble.kick.guest"], cancellationToken));
        }

        return over.Count;
    }
}
