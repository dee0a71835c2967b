using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>Reaches the virtual servers that this site serves, for jobs. Each job brings its own connection.</summary>
internal sealed class MumbleServers(IOptions<MumbleSettings> settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>False when the site leaves Mumble to an authenticator of the operator's.</summary>
    public bool AreOurs => settings.Value is { Authenticator: true, Url.Length: > 0 };

    public Task<MurmurClient> OpenAsync(CancellationToken cancellationToken) =>
        MurmurClient.OpenAsync(settings.Value.IceHost, settings.Value.IcePort, settings.Value.IceSecret, Patience, cancellationToken);

    /// <summary>Everybody who is connected, and to which virtual server.</summary>
    public async Task<IReadOnlyList<(int Server, MurmurUser User)>> FindUsersAsync(MurmurClient client, CancellationToken cancellationToken)
    {
        List<(int, MurmurUser)> users = [];
        foreach (var server in await client.GetBootedServersAsync(cancellationToken))
        {
            if (settings.Value.Servers.Count == 0 || settings.Value.Servers.Contains(server))
            {
                users.AddRange((await client.GetUsersAsync(server, cancellationToken)).Select(u => (server, u)));
            }
        }

        return users;
    }

    /// <summary>Does something to a session that may have ended meanwhile.</summary>
    /// <returns>False when it had.</returns>
    public static async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (IceUserException error) when (error.Name is "InvalidSessionException" or "ServerBootedException")
        {
            return false;
        }
    }
}
