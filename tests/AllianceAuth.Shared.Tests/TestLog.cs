using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IReadOnlyCollection<(LogLevel Level, string Text)> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Writer(_lines);

    public ILogger<T> Create<T>() => new Writer<T>(_lines);

    public void Dispose()
    {
    }

    private class Writer(ConcurrentQueue<(LogLevel, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, formatter(state, exception) + (exception is null ? "" : " " + exception)));
    }

    private sealed class Writer<T>(ConcurrentQueue<(LogLevel, string)> lines) : Writer(lines), ILogger<T>;
}
