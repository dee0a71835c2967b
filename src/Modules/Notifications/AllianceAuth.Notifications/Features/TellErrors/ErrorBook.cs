using System.Threading.Channels;
using AllianceAuth.Notifications.Domain;

namespace AllianceAuth.Notifications.Features.TellErrors;

/// <summary>Errors between the log and those who tell them. Needs nothing that could log itself.</summary>
internal sealed class ErrorBook
{
    private const int Most = 200;

    private static readonly AsyncLocal<bool> Telling = new();

    private readonly Channel<LoggedError> _errors = Channel.CreateBounded<LoggedError>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>What was logged.</summary>
    public ChannelReader<LoggedError> Errors => _errors.Reader;

    /// <summary>Whether what is logged here comes from telling an error, and must not be told in turn. NOTE-035.</summary>
    public static bool IsTelling => Telling.Value;

    /// <summary>Never waits; what does not fit is in the log all the same.</summary>
    public void Add(LoggedError error) => _errors.Writer.TryWrite(error);

    /// <summary>Until disposed, whatever is logged in this flow is not told.</summary>
    public static IDisposable Tell()
    {
        Telling.Value = true;
        return new Told();
    }

    private sealed class Told : IDisposable
    {
        public void Dispose() => Telling.Value = false;
    }
}
