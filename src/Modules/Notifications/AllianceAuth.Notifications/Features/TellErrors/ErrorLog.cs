using AllianceAuth.Notifications.Domain;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Notifications.Features.TellErrors;

/// <summary>Listens to the log for errors of ours. NOTE-030.</summary>
[ProviderAlias("Notifications")]
internal sealed class ErrorLog(ErrorBook book) : ILoggerProvider
{
    private const string Ours = "AllianceAuth.";
    private static readonly string Own = typeof(ErrorLog).Namespace!;

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(Ours, StringComparison.Ordinal) && !categoryName.StartsWith(Own, StringComparison.Ordinal) ? new Listener(book, categoryName) : Deaf.Instance;

    public void Dispose()
    {
    }

    private sealed class Listener(ErrorBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || ErrorBook.IsTelling)
            {
                return;
            }

            var text = formatter(state, exception);
            var template = (state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(value => value.Key == "{OriginalFormat}").Value as string;
            book.Add(new LoggedError(logLevel, category, template ?? text, text, exception));
        }
    }

    private sealed class Deaf : ILogger
    {
        public static readonly Deaf Instance = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => false;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }
}
