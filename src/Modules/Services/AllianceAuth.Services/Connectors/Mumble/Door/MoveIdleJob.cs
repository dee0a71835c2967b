using System.Globalization;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Jobs;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>Moves who is idle into a channel, muted and deafened. MUM-050.</summary>
internal sealed class MoveIdleJob(MumbleServers servers, IOptions<MumbleSettings> options) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.mumble.move-idle") { Priority = 7, Retries = 0 };

    /// <summary>Every minute, where it is switched on.</summary>
    public const string Schedule = "30 * * * * ?";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!servers.AreOurs || !settings.IdleHandler)
        {
            run.Summary = "Switched off.";
            return;
        }

        try
        {
            var moved = await MoveAsync(settings, cancellationToken);
            run.Summary = string.Create(CultureInfo.InvariantCulture, $"{moved} moved.");
        }
        catch (IceException error)
        {
            // While Mumble is away nobody idles there; the next minute looks again.
            run.Summary = error.Message;
        }
    }

    /// <summary>Whether somebody is to be moved.</summary>
    public static bool Moves(MurmurUser user, MumbleSettings settings) =>
        user.IdleSeconds > settings.IdleSeconds
        && user.Channel != settings.IdleChannel
        && (settings.IdleDenyList.Count > 0 ? !settings.IdleDenyList.Contains(user.Channel)
            : settings.IdleAllowList.Count == 0 || settings.IdleAllowList.Contains(user.Channel));

    private async Task<int> MoveAsync(MumbleSettings settings, CancellationToken cancellationToken)
    {
        await using var client = await servers.OpenAsync(cancellationToken);
        var moved = 0;
        foreach (var (server, user) in (await servers.FindUsersAsync(client, cancellationToken)).Where(u => Moves(u.User, settings)))
        {
            moved += await MumbleServers.TryAsync(() => client.SetStateAsync(server, user with { Channel = settings.IdleChannel, SelfMute = true, SelfDeaf = true }, cancellationToken)) ? 1 : 0;
        }

        return moved;
    }
}
