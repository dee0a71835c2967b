using System.Globalization;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>
/// Sends away whoever is connected by an account that is over, and forgets links and guests whose time has passed. Catches what happened while Mumble could
/// not be reached. With an argument somebody waits for it, and what goes wrong is tried again. MUM-059.
/// </summary>
internal sealed class EndSessionsJob(ServicesDb db, MumbleServers servers, IStringLocalizer<ServicesModule> texts, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.mumble.end-sessions") { Priority = 4 };

    /// <summary>Every five minutes, where there is a Mumble.</summary>
    public const string Schedule = "10 0/5 * * * ?";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var kicked = "nobody asked";
        try
        {
            if (servers.AreOurs)
            {
                var count = await KickAsync(now, cancellationToken);
                kicked = string.Create(CultureInfo.InvariantCulture, $"{count} sent away");
            }
        }
        catch (IceException error) when (run.Argument is null)
        {
            // While it is away nobody is connected; whoever is by then is found by the next run.
            kicked = error.Message;
        }

        var guests = await db.Guests.Where(g => g.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        var links = await db.GuestLinks.Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{links} links and {guests} guests over; {kicked}.");
    }

    private async Task<int> KickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var client = await servers.OpenAsync(cancellationToken);
        var there = await servers.FindUsersAsync(client, cancellationToken);
        var guests = there.Select(u => MumbleNumbers.GuestOf(u.User.UserId)).OfType<int>().ToList();
        var pilots = there.Select(u => MumbleNumbers.PilotOf(u.User.UserId)).OfType<Shared.Access.UserId>().ToList();
        var knownGuests = await db.Guests.Where(g => guests.Contains(g.Id) && g.ExpiresAt > now).Select(g => g.Id).ToListAsync(cancellationToken);
        var knownPilots = await db.MumbleUsers.Where(u => pilots.Contains(u.UserId)).Select(u => u.UserId).ToListAsync(cancellationToken);
        var kicked = 0;
        foreach (var (server, user) in there)
        {
            var reason = MumbleNumbers.GuestOf(user.UserId) is { } guest && !knownGuests.Contains(guest) ? "services.mumble.kick.guest"
                : MumbleNumbers.PilotOf(user.UserId) is { } pilot && !knownPilots.Contains(pilot) ? "services.mumble.kick.ended"
                : null;
            if (reason is not null && await MumbleServers.TryAsync(() => client.KickAsync(server, user.Session, texts[reason], cancellationToken)))
            {
                kicked++;
            }
        }

        return kicked;
    }
}
