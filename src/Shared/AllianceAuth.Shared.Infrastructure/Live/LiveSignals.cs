using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Infrastructure.Live;

/// <summary>Signals over the nodes' channel.</summary>
internal sealed class LiveSignals(NodeChannel channel, IEnumerable<LiveTopic> topics, ILogger<LiveSignals> logger) : ILiveSignals, ILiveSignalSource
{
    public async Task SendAsync(string topic, IReadOnlyCollection<UserId>? users = null, CancellationToken cancellationToken = default)
    {
        if (!topics.Any(declared => declared.Covers(topic)))
        {
            throw new ArgumentException($"No module declares the topic '{topic}', so nobody may hear it. Register a LiveTopic.", nameof(topic));
        }

        if (users is { Count: 0 })
        {
            return;
        }

        try
        {
            await channel.SayAsync(Write(topic, users), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What was done is done; a page that does not hear of it looks again by itself.
            logger.LogWarning(error, "The signal {Topic} could not be sent.", topic);
        }
    }

    public IDisposable Listen(Action<LiveSignal> hear, Action missed) => channel.Listen(NodeMessage.Signal, message => hear(Read(message)), missed);

    /// <summary>The payloads of a signal, as many as its users take.</summary>
    internal static IReadOnlyList<string> Write(string topic, IReadOnlyCollection<UserId>? users) =>
        // Signals go to every node, the sender's too, so nobody asks who sent them.
        NodeMessage.Write("-", NodeMessage.Signal, topic, users is null ? ["*"] : users.Select(user => user.ToString()));

    private static LiveSignal Read(NodeMessage message) => new(
        message.Lines[0],
        message.Lines is [_, "*"] ? null : [.. message.Lines.Skip(1).Select(line => new UserId(int.Parse(line, CultureInfo.InvariantCulture)))]);
}

/// <summary>Signals that belong to a change.</summary>
public static class LiveSignalExtensions
{
    extension(ModuleDbContext db)
    {
        /// <summary>Tells pages to look again when the running transaction commits, and not at all when it is rolled back; at once without one.</summary>
        /// <param name="topic">A declared <see cref="LiveTopic"/>, or one below it; nobody hears another.</param>
        /// <param name="users">Who should look again; null for everybody who may hear the topic.</param>
        /// <param name="cancellationToken">Cancels the statement.</param>
        public async Task SignalAsync(string topic, IReadOnlyCollection<UserId>? users = null, CancellationToken cancellationToken = default)
        {
            if (users is { Count: 0 })
            {
                return;
            }

            string[] payloads = [.. LiveSignals.Write(topic, users)];
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify({NodeChannel.Name}, said) FROM unnest({payloads}) AS said", cancellationToken);
        }
    }
}

/// <summary>Registers how nodes hear from each other.</summary>
internal static class LiveRegistration
{
    public static IServiceCollection AddNodeChannel(this IServiceCollection services)
    {
        services.AddSingleton<NodeChannel>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeChannel>());
        services.AddSingleton<LiveSignals>();
        services.AddSingleton<ILiveSignals>(provider => provider.GetRequiredService<LiveSignals>());
        return services.AddSingleton<ILiveSignalSource>(provider => provider.GetRequiredService<LiveSignals>());
    }
}
