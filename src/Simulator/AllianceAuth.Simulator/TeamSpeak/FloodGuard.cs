using System.Net;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>Counts commands and wrong passwords of each address over all its connections, and shuts out who does not slow down.</summary>
internal sealed class FloodGuard(TimeProvider clock)
{
    private readonly Dictionary<IPAddress, Source> _sources = [];

    /// <returns>How long the address is still shut out; null when it is not.</returns>
    public TimeSpan? BanOf(IPAddress address) =>
        _sources.GetValueOrDefault(address)?.BannedUntil is { } until && until > clock.GetUtcNow() ? until - clock.GetUtcNow() : null;

    /// <summary>Counts a command. The first that is too much is a warning, the next is the end.</summary>
    /// <returns>Null when it may be obeyed.</returns>
    public QueryError? Count(IPAddress address, TeamSpeakSettings settings)
    {
        if (BanOf(address) is { } left)
        {
            return QueryError.FloodBan(left);
        }

        if (IsExempt(address, settings))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var window = TimeSpan.FromSeconds(settings.FloodSeconds);
        var source = SourceOf(address);
        while (source.Commands.TryPeek(out var oldest) && oldest + window <= now)
        {
            source.Commands.Dequeue();
        }

        if (source.Commands.Count < settings.FloodCommands)
        {
            source.Commands.Enqueue(now);
            source.IsWarned = false;
            return null;
        }

        if (!source.IsWarned)
        {
            source.IsWarned = true;
            return QueryError.Flooding(source.Commands.TryPeek(out var first) ? first + window - now : window);
        }

        return QueryError.FloodBan(Ban(source, settings));
    }

    /// <returns>How long the address is shut out for it; null when it may try again.</returns>
    public TimeSpan? WrongPassword(IPAddress address, TeamSpeakSettings settings)
    {
        var source = SourceOf(address);
        return !IsExempt(address, settings) && ++source.WrongPasswords >= settings.WrongLogins ? Ban(source, settings) : null;
    }

    public void RightPassword(IPAddress address) => SourceOf(address).WrongPasswords = 0;

    public void Clear() => _sources.Clear();

    private static bool IsExempt(IPAddress address, TeamSpeakSettings settings) => settings.Whitelist.Contains(address.ToString());

    private TimeSpan Ban(Source source, TeamSpeakSettings settings)
    {
        var time = TimeSpan.FromSeconds(settings.BanSeconds);
        source.BannedUntil = clock.GetUtcNow() + time;
        source.Commands.Clear();
        source.IsWarned = false;
        source.WrongPasswords = 0;
        return time;
    }

    private Source SourceOf(IPAddress address) => _sources.TryGetValue(address, out var source) ? source : _sources[address] = new Source();

    private sealed class Source
    {
        public Queue<DateTimeOffset> Commands { get; } = [];

        public bool IsWarned { get; set; }

        public int WrongPasswords { get; set; }

        public DateTimeOffset? BannedUntil { get; set; }
    }
}
