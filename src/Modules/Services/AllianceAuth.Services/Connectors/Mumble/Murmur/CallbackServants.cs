using AllianceAuth.Services.Connectors.Mumble.Ice;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.Mumble.Murmur;

/// <summary>Hears when virtual servers start. MUM-028.</summary>
internal sealed class MetaCallbackServant : IceServant
{
    /// <param name="started">Called with the server's number; must not call the server itself. MUM-030.</param>
    public MetaCallbackServant(Action<int> started)
    {
        Offer("started", IceMode.Normal, (told, _) =>
        {
            if (told.Proxy() is { } server && MurmurClient.NumberOf(server.Identity) is { } number)
            {
                started(number);
            }

            return Task.FromResult(new IceWriter());
        });
        Offer("stopped", IceMode.Normal, (_, _) => Task.FromResult(new IceWriter()));
    }

    protected override IReadOnlyList<string> TypeIds { get; } = ["::Murmur::MetaCallback", "::MumbleServer::MetaCallback"];
}

/// <summary>Hears what happens on one virtual server. MUM-047 to MUM-049.</summary>
internal sealed class ServerCallbackServant : IceServant
{
    private readonly ILogger _logger;

    /// <param name="server">Its number.</param>
    /// <param name="hasVersion2">Whether it is of 1.5 or later.</param>
    /// <param name="door">Who is told.</param>
    /// <param name="logger">Where errors are told.</param>
    public ServerCallbackServant(int server, bool hasVersion2, IMumbleDoor door, ILogger logger)
    {
        _logger = logger;
        Tell("userConnected", (told, cancellationToken) => door.ConnectedAsync(server, MurmurUser.Read(told, hasVersion2), cancellationToken));
        Tell("userDisconnected", (told, cancellationToken) => door.DisconnectedAsync(server, MurmurUser.Read(told, hasVersion2), cancellationToken));
        Tell("userTextMessage", (told, cancellationToken) =>
        {
            var user = MurmurUser.Read(told, hasVersion2);
            // Sessions, channels and trees that it was sent to.
            for (var i = 0; i < 3; i++)
            {
                told.Sequence(reader => reader.Int());
            }

            return door.SaidAsync(server, user, told.Text(), cancellationToken);
        });
        foreach (var operation in (string[])["userStateChanged", "channelCreated", "channelRemoved", "channelStateChanged"])
        {
            Tell(operation, (_, _) => Task.CompletedTask);
        }
    }

    protected override IReadOnlyList<string> TypeIds { get; } = ["::Murmur::ServerCallback", "::MumbleServer::ServerCallback"];

    private void Tell(string name, Func<IceReader, CancellationToken, Task> tell) =>
        Offer(name, IceMode.Idempotent, async (told, cancellationToken) =>
        {
            try
            {
                await tell(told, cancellationToken);
            }
            catch (Exception error) // Nobody waits for an answer, and the server would only stop telling us.
            {
                _logger.LogError(error, "What the Mumble server told by {Operation} could not be noted.", name);
            }

            return new();
        });
}
