using AllianceAuth.Services.Connectors.Mumble.Ice;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.Mumble.Murmur;

/// <summary>
/// What the Mumble server asks at each login. The server waits inside its own work, and forgets an authenticator that throws or is slow: so
/// everything has a limit of time, and whatever goes wrong becomes the safe answer. MUM-030, MUM-031.
/// </summary>
internal sealed class AuthenticatorServant : IceServant
{
    private const string SuperUser = "SuperUser";
    private const int UnknownName = -2;
    private const int FallThrough = -1;

    // Mumble gives up after five seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly IMumbleDoor _door;
    private readonly MumbleVerdict _onError;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <param name="door">Who answers.</param>
    /// <param name="onError">What a login gets while we cannot tell.</param>
    /// <param name="clock">For the limit of time.</param>
    /// <param name="logger">Where errors are told.</param>
    public AuthenticatorServant(IMumbleDoor door, MumbleVerdict onError, TimeProvider clock, ILogger logger)
    {
        (_door, _onError, _clock, _logger) = (door, onError, clock, logger);
        Offer("authenticate", IceMode.Idempotent, AuthenticateAsync);
        Offer("getInfo", IceMode.Idempotent, (_, _) => Answer(new IceWriter().Size(0).Bool(value: false)));
        Offer("nameToId", IceMode.Idempotent, NameToIdAsync);
        Offer("idToName", IceMode.Idempotent, async (asked, cancellationToken) =>
        {
            var id = asked.Int();
            return new IceWriter().Text(await SafelyAsync("idToName", token => _door.FindNameAsync(id, token), null, cancellationToken) ?? "");
        });
        Offer("idToTexture", IceMode.Idempotent, async (asked, cancellationToken) =>
        {
            var id = asked.Int();
            return new IceWriter().Bytes(await SafelyAsync("idToTexture", token => _door.FindTextureAsync(id, token), [], cancellationToken));
        });
        Offer("registerUser", IceMode.Normal, (_, _) => Answer(new IceWriter().Int(UnknownName)));
        Offer("unregisterUser", IceMode.Normal, (_, _) => Answer(new IceWriter().Int(FallThrough)));
        Offer("getRegisteredUsers", IceMode.Idempotent, async (asked, cancellationToken) =>
        {
            var text = asked.Text();
            return new IceWriter().Names(await SafelyAsync("getRegisteredUsers", token => _door.FindRegisteredAsync(text, token), new Dictionary<int, string>(), cancellationToken));
        });
        Offer("setInfo", IceMode.Idempotent, (_, _) => Answer(new IceWriter().Int(FallThrough)));
        Offer("setTexture", IceMode.Idempotent, (_, _) => Answer(new IceWriter().Int(FallThrough)));
    }

    protected override IReadOnlyList<string> TypeIds { get; } =
    [
        "::Murmur::ServerUpdatingAuthenticator", "::Murmur::ServerAuthenticator",
        "::MumbleServer::ServerUpdatingAuthenticator", "::MumbleServer::ServerAuthenticator",
    ];

    private static Task<IceWriter> Answer(IceWriter answer) => Task.FromResult(answer);

    // MUM-034: the server's own administrator is not ours to judge.
    private static bool IsSuperUser(string name) => name.Equals(SuperUser, StringComparison.OrdinalIgnoreCase);

    private async Task<IceWriter> AuthenticateAsync(IceReader asked, CancellationToken cancellationToken)
    {
        var (name, password) = (asked.Text(), asked.Text());
        asked.Sequence(reader => reader.Bytes());
        var knock = new MumbleKnock(name, password, asked.Text());
        var verdict = IsSuperUser(name)
            ? MumbleVerdict.Unknown
            : await SafelyAsync("authenticate", token => _door.AuthenticateAsync(knock, token), _onError, cancellationToken);
        return new IceWriter().Text(verdict.Name).Texts([.. verdict.Groups]).Int(verdict.Code);
    }

    private async Task<IceWriter> NameToIdAsync(IceReader asked, CancellationToken cancellationToken)
    {
        var name = asked.Text();
        var id = IsSuperUser(name) ? null : await SafelyAsync("nameToId", token => _door.FindIdAsync(name, token), null, cancellationToken);
        return new IceWriter().Int(id ?? UnknownName);
    }

    private async Task<T> SafelyAsync<T>(string operation, Func<CancellationToken, Task<T>> ask, T safe, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ask(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!limit.IsCancellationRequested)
        {
            return safe;
        }
        catch (Exception error) // Anything thrown to the server would end the authenticator for everybody.
        {
            _logger.LogError(error, "The Mumble server asked for {Operation} and got the safe answer.", operation);
            return safe;
        }
    }
}
