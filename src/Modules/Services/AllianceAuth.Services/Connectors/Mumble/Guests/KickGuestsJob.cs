using System.Globalization;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Jobs;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Connectors.Mumble.Guests;

/// <summary>Sends all guests away because somebody wrote so in Mumble. Its argument says where and who. MUM-058.</summary>
internal sealed class KickGuestsJob(MumbleServers servers, IStringLocalizer<ServicesModule> texts) : IBackgroundJob
{
    /// <summary>What is to be written.</summary>
    public const string Command = "!kicktemps";

    public static readonly JobDefinition Definition = new("services.mumble.kick-guests") { Priority = 1, Retries = 1 };

    private const int Root = 0;

    public static string ArgumentOf(int server, int session) => string.Create(CultureInfo.InvariantCulture, $"{server}:{session}");

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var parts = (run.Argument ?? "").Split(':');
        if (!servers.AreOurs || parts is not [var where, var who]
            || !int.TryParse(where, NumberStyles.None, CultureInfo.InvariantCulture, out var server)
            || !int.TryParse(who, NumberStyles.None, CultureInfo.InvariantCulture, out var session))
        {
            run.Summary = "Mumble is not ours to change.";
            return;
        }

        await using var client = await servers.OpenAsync(cancellationToken);
        try
        {
            if (!await client.HasPermissionAsync(server, session, Root, MurmurClient.KickPermission, cancellationToken))
            {
                await client.SendMessageAsync(server, session, texts["services.mumble.guests.maynotkick"], cancellationToken);
                run.Summary = "Who asked may not kick.";
                return;
            }

            var guests = (await client.GetUsersAsync(server, cancellationToken)).Where(u => MumbleNumbers.GuestOf(u.UserId) is not null).ToList();
            foreach (var guest in guests)
            {
                await MumbleServers.TryAsync(() => client.KickAsync(server, guest.Session, texts["services.mumble.kick.guest"], cancellationToken));
            }

            await client.SendMessageAsync(server, session, texts["services.mumble.guests.kicked", guests.Count], cancellationToken);
            run.Summary = string.Create(CultureInfo.InvariantCulture, $"{guests.Count} guests sent away.");
        }
        catch (IceUserException error) when (error.Name is "InvalidSessionException")
        {
            run.Summary = "Who asked is gone.";
        }
    }
}
