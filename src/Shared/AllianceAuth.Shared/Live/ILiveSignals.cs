using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Live;

/// <summary>
/// Tells open pages to look again, on every node. A signal carries a topic and no content: whoever hears it asks the server as usual and sees what
/// they may see.
/// </summary>
public interface ILiveSignals
{
    /// <summary>
    /// Sends a signal now; call it after the commit and after what is cached was dropped. Within a transaction use <c>db.SignalAsync</c>, which is
    /// heard at its commit. Never throws for a database that is away: pages that missed a signal look again when they are connected anew.
    /// </summary>
    /// <param name="topic">A declared <see cref="LiveTopic"/>, or one below it: <c>admin.progress.7</c> is below <c>admin.progress</c>.</param>
    /// <param name="users">Who should look again; null for everybody who may hear the topic.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <exception cref="ArgumentException">No module declared the topic.</exception>
    Task SendAsync(string topic, IReadOnlyCollection<UserId>? users = null, CancellationToken cancellationToken = default);
}

/// <summary>Declares a topic and who may hear it. Register it as a singleton: <c>services.AddSingleton(new LiveTopic("notifications"))</c>.</summary>
/// <param name="Name">Lower-case words with dots, the first one the module: <c>groupmanagement.requests</c>.</param>
public sealed record LiveTopic(string Name)
{
    /// <summary>Who may hear it; null for everybody who is signed in. Asked again for each signal.</summary>
    public Func<AccessSnapshot, bool>? AudibleTo { get; init; }

    /// <summary>Whether a signal's topic is this one or below it.</summary>
    public bool Covers(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.StartsWith(Name, StringComparison.Ordinal) && (topic.Length == Name.Length || topic[Name.Length] == '.');
    }
}

/// <summary>"Look again."</summary>
/// <param name="Topic">At what.</param>
/// <param name="Users">Who; null for everybody who may hear the topic.</param>
public sealed record LiveSignal(string Topic, IReadOnlyCollection<UserId>? Users);

/// <summary>Where the signals of all nodes arrive. For whoever passes them on to browsers.</summary>
public interface ILiveSignalSource
{
    /// <summary>Hears every signal of every node, this one's too, until disposed.</summary>
    /// <param name="hear">Called for each, one at a time; must be quick and not throw.</param>
    /// <param name="missed">Called when signals may have been lost.</param>
    IDisposable Listen(Action<LiveSignal> hear, Action missed);
}
