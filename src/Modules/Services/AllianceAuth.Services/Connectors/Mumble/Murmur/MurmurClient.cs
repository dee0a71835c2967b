using System.Globalization;
using AllianceAuth.Services.Connectors.Mumble.Ice;

namespace AllianceAuth.Services.Connectors.Mumble.Murmur;

/// <summary>What we ask of a Mumble server. MUM-024 to MUM-026.</summary>
internal sealed class MurmurClient : IAsyncDisposable
{
    /// <summary>The permission to kick, of a channel.</summary>
    public const int KickPermission = 0x10000;

    private static readonly IceIdentity Meta = new("Meta");

    private readonly IceConnection _connection;

    private MurmurClient(IceConnection connection) => _connection = connection;

    /// <summary>The server's version.</summary>
    public Version Version { get; private set; } = new();

    /// <summary>The version as the server words it.</summary>
    public string VersionText { get; private set; } = "";

    /// <summary>Users have a second version number from 1.5 on.</summary>
    public bool HasVersion2 => Version >= new Version(1, 5);

    /// <summary>The interface's name on the wire, which changed with 1.5.</summary>
    public string Module => HasVersion2 ? "MumbleServer" : "Murmur";

    /// <summary>Done when the connection ended.</summary>
    public Task Closed => _connection.Closed;

    /// <summary>Connects and asks for the version, which needs no secret.</summary>
    /// <exception cref="IceException">There is no Mumble server.</exception>
    public static async Task<MurmurClient> OpenAsync(string host, int port, string secret, TimeSpan patience, CancellationToken cancellationToken)
    {
        Dictionary<string, string> context = new(StringComparer.Ordinal);
        if (secret.Length > 0)
        {
            context[IceListener.SecretKey] = secret;
        }

        var client = new MurmurClient(await IceConnection.OpenAsync(host, port, context, patience, cancellationToken));
        try
        {
            var version = await client.AskAsync(Meta, "getVersion", null, cancellationToken);
            client.Version = new(version.Int(), version.Int(), version.Int());
            client.VersionText = version.Text();
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The number of a virtual server; null for something else.</summary>
    public static int? NumberOf(IceIdentity identity) =>
        identity.Category == "s" && int.TryParse(identity.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The numbers of the virtual servers that run.</summary>
    public async Task<IReadOnlyList<int>> GetBootedServersAsync(CancellationToken cancellationToken)
    {
        var servers = (await AskAsync(Meta, "getBootedServers", null, cancellationToken)).Sequence(reader => reader.Proxy());
        return [.. servers.Select(s => s is null ? null : NumberOf(s.Identity)).OfType<int>()];
    }

    /// <summary>A setting of a virtual server as it counts: its own, else that of the ini file, else empty.</summary>
    public async Task<string> GetSettingAsync(int server, string key, CancellationToken cancellationToken)
    {
        var own = (await AskAsync(Server(server), "getConf", new IceWriter().Text(key), cancellationToken)).Text();
        return own.Length > 0 ? own : (await AskAsync(Meta, "getDefaultConf", null, cancellationToken)).Context().GetValueOrDefault(key, "");
    }

    /// <summary>Has the server tell us when virtual servers start. The same one twice does no harm.</summary>
    public Task AddCallbackAsync(IceProxy callback, CancellationToken cancellationToken) =>
        _connection.CallAsync(Meta, "addCallback", IceMode.Normal, new IceWriter().Proxy(callback), cancellationToken);

    /// <summary>Ends that.</summary>
    public Task RemoveCallbackAsync(IceProxy callback, CancellationToken cancellationToken) =>
        _connection.CallAsync(Meta, "removeCallback", IceMode.Normal, new IceWriter().Proxy(callback), cancellationToken);

    /// <summary>Has a virtual server tell us what happens on it. The same one twice does no harm.</summary>
    public Task AddCallbackAsync(int server, IceProxy callback, CancellationToken cancellationToken) =>
        ChangeAsync(server, "addCallback", new IceWriter().Proxy(callback), cancellationToken);

    /// <summary>Has a virtual server ask us about logins. It calls us back before it answers.</summary>
    public Task SetAuthenticatorAsync(int server, IceProxy authenticator, CancellationToken cancellationToken) =>
        ChangeAsync(server, "setAuthenticator", new IceWriter().Proxy(authenticator), cancellationToken);

    /// <summary>Everybody who is connected.</summary>
    public async Task<IReadOnlyList<MurmurUser>> GetUsersAsync(int server, CancellationToken cancellationToken)
    {
        var users = await AskAsync(Server(server), "getUsers", null, cancellationToken);
        return users.Sequence(reader =>
        {
            reader.Int();
            return MurmurUser.Read(reader, HasVersion2);
        });
    }

    /// <summary>Sends somebody away.</summary>
    public Task KickAsync(int server, int session, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(server, "kickUser", new IceWriter().Int(session).Text(reason), cancellationToken);

    /// <summary>Writes to somebody.</summary>
    public Task SendMessageAsync(int server, int session, string text, CancellationToken cancellationToken) =>
        ChangeAsync(server, "sendMessage", new IceWriter().Int(session).Text(text), cancellationToken);

    /// <summary>Moves or mutes somebody.</summary>
    public Task SetStateAsync(int server, MurmurUser user, CancellationToken cancellationToken) =>
        _connection.CallAsync(Server(server), "setState", IceMode.Idempotent, user.Write(new(), HasVersion2), cancellationToken);

    /// <summary>Puts a session into a group of a channel, for as long as it lasts.</summary>
    public Task AddToGroupAsync(int server, int channel, int session, string group, CancellationToken cancellationToken) =>
        _connection.CallAsync(Server(server), "addUserToGroup", IceMode.Idempotent, new IceWriter().Int(channel).Int(session).Text(group), cancellationToken);

    /// <summary>Takes a session out of a group that it was put into while it lasted.</summary>
    public Task RemoveFromGroupAsync(int server, int channel, int session, string group, CancellationToken cancellationToken) =>
        _connection.CallAsync(Server(server), "removeUserFromGroup", IceMode.Idempotent, new IceWriter().Int(channel).Int(session).Text(group), cancellationToken);

    /// <summary>Whether a session may do something in a channel.</summary>
    public async Task<bool> HasPermissionAsync(int server, int session, int channel, int permission, CancellationToken cancellationToken) =>
        (await _connection.CallAsync(Server(server), "hasPermission", IceMode.Normal, new IceWriter().Int(session).Int(channel).Int(permission), cancellationToken)).Bool();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static IceIdentity Server(int number) => new(number.ToString(CultureInfo.InvariantCulture), "s");

    private Task<IceReader> AskAsync(IceIdentity target, string operation, IceWriter? parameters, CancellationToken cancellationToken) =>
        _connection.CallAsync(target, operation, IceMode.Idempotent, parameters, cancellationToken);

    private Task ChangeAsync(int server, string operation, IceWriter parameters, CancellationToken cancellationToken) =>
        _connection.CallAsync(Server(server), operation, IceMode.Normal, parameters, cancellationToken);
}
