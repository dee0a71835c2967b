using System.Net;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using Microsoft.Extensions.Logging.Abstractions;

namespace AllianceAuth.Benchmarks.Stage;

/// <summary>Plays the Mumble server: the site attaches itself here, and is then asked about logins as a server asks.</summary>
internal sealed class PlayedMumble : IAsyncDisposable
{
    public const string Secret = "bench-secret";

    private static readonly IceIdentity Server = new("1", "s");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IceListener _listener;
    private readonly TaskCompletionSource<IceProxy> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<IceIdentity, IceServant> _servants = [];

    public PlayedMumble()
    {
        _listener = new IceListener(new IPEndPoint(IPAddress.Loopback, 0), _servants, "", NullLogger.Instance);
        _servants[new IceIdentity("Meta")] = new Meta(_listener.Port);
        _servants[Server] = new VirtualServer(_attached);
    }

    public int Port => _listener.Port;

    /// <summary>Waits until the site attached itself, and connects to it.</summary>
    public async Task<IceConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        Authenticator = await _attached.Task.WaitAsync(Patience, cancellationToken);
        Dictionary<string, string> context = new(StringComparer.Ordinal) { [IceListener.SecretKey] = Secret };
        return await IceConnection.OpenAsync(Authenticator.Host, Authenticator.Port, context, Patience, cancellationToken);
    }

    public IceProxy Authenticator { get; private set; } = new(default, "", 0);

    /// <summary>Asks about one login.</summary>
    /// <returns>What was answered: a number, or why not.</returns>
    public async Task<int> AuthenticateAsync(IceConnection site, string name, string password, CancellationToken cancellationToken)
    {
        var asked = new IceWriter().Text(name).Text(password).Size(0).Text("").Bool(value: true);
        var answer = await site.CallAsync(Authenticator.Identity, "authenticate", IceMode.Idempotent, asked, cancellationToken);
        answer.Text();
        answer.Texts();
        return answer.Int();
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private sealed class Meta : IceServant
    {
        public Meta(int port)
        {
            Offer("getVersion", IceMode.Idempotent, (_, _) => Task.FromResult(new IceWriter().Int(1).Int(3).Int(4).Text("played")));
            Offer("getBootedServers", IceMode.Idempotent, (_, _) => Task.FromResult(new IceWriter().Size(1).Proxy(new IceProxy(Server, "127.0.0.1", port))));
            Offer("addCallback", IceMode.Normal, (_, _) => Task.FromResult(new IceWriter()));
        }

        protected override IReadOnlyList<string> TypeIds { get; } = ["::Murmur::Meta"];
    }

    private sealed class VirtualServer : IceServant
    {
        public VirtualServer(TaskCompletionSource<IceProxy> attached)
        {
            Offer("setAuthenticator", IceMode.Normal, (told, _) =>
            {
                if (told.Proxy() is { } proxy)
                {
                    attached.TrySetResult(proxy);
                }

                return Task.FromResult(new IceWriter());
            });
            Offer("addCallback", IceMode.Normal, (_, _) => Task.FromResult(new IceWriter()));
        }

        protected override IReadOnlyList<string> TypeIds { get; } = ["::Murmur::Server"];
    }
}
