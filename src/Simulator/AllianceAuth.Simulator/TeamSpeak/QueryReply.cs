using System.Collections;
using System.Globalization;
using System.Text;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>One item of a reply: keys with their values in the order they are sent.</summary>
internal sealed class QueryRow : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _values = [];

    public void Add(string key, string value) => _values.Add(new(key, value));

    public void Add(string key, long value) => Add(key, value.ToString(CultureInfo.InvariantCulture));

    public void Add(string key, bool value) => Add(key, value ? 1 : 0);

    public void Add(string key, DateTimeOffset value) => Add(key, value.ToUnixTimeSeconds());

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public string ToLine(TeamSpeakSettings settings)
    {
        var line = new StringBuilder();
        foreach (var (key, value) in _values)
        {
            line.Append(line.Length > 0 ? " " : "").Append(key);
            if (value.Length > 0 || !settings.BareKeys)
            {
                line.Append('=').Append(QueryText.Escape(value));
            }
        }

        return line.Append(settings.UnknownKeys ? " simulated_novelty=a\\sb=c simulated_flag" : "").ToString();
    }
}

/// <summary>What a command is answered with.</summary>
/// <param name="Rows">None for no data line.</param>
/// <param name="Error">Always the last line.</param>
internal sealed record QueryReply(IReadOnlyList<QueryRow> Rows, QueryError Error)
{
    public static QueryReply Done { get; } = new([], QueryError.Ok);

    /// <summary>Text of more than one line, for people.</summary>
    public string? Prose { get; init; }

    public string? ReturnCode { get; init; }

    public static QueryReply Of(QueryRow row) => new([row], QueryError.Ok);

    /// <summary>A list; none at all is told by a code of its own.</summary>
    public static QueryReply List(IEnumerable<QueryRow> rows, int whenEmpty = 1281)
    {
        List<QueryRow> all = [.. rows];
        return all.Count > 0 ? new(all, QueryError.Ok) : new([], QueryError.Of(whenEmpty));
    }

    /// <summary>Without line ends.</summary>
    public IReadOnlyList<string> Lines(TeamSpeakSettings settings)
    {
        List<string> lines = [];
        if (settings.NotifyLines)
        {
            lines.Add("notifytextmessage targetmode=3 msg=Formed\\sup invokerid=0 invokername=Server invokeruid=serveradmin");
        }

        if (Prose is not null)
        {
            lines.Add(Prose);
        }

        if (Rows.Count > 0)
        {
            lines.Add(string.Join('|', Rows.Select(r => r.ToLine(settings))));
        }

        if (settings.NotifyLines)
        {
            lines.Add("notifyserveredited reasonid=10 invokerid=0 invokername=Server invokeruid=serveradmin");
        }

        QueryRow end = new() { { "id", Error.Id }, { "msg", Error.Message } };
        if (Error.FailedPermission is { } permission)
        {
            end.Add("failed_permid", permission);
        }

        if (Error.Extra is { } extra)
        {
            end.Add("extra_msg", extra);
        }

        if (ReturnCode is not null)
        {
            end.Add("return_code", ReturnCode);
        }

        lines.Add($"error {end.ToLine(settings)}");
        return lines;
    }
}
