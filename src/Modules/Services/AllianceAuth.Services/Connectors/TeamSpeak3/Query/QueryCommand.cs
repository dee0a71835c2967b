using System.Globalization;
using System.Text;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>A command as it goes over the line: <c>name key=value key=value|key=value -option</c>. TS3-006.</summary>
internal sealed class QueryCommand(string name)
{
    private readonly StringBuilder _line = new(name);
    private bool _isFirstOfItem;

    /// <summary>The first word.</summary>
    public string Name => name;

    public QueryCommand With(string key, string value)
    {
        _line.Append(_isFirstOfItem ? '|' : ' ').Append(key).Append('=').Append(QueryText.Escape(value));
        _isFirstOfItem = false;
        return this;
    }

    public QueryCommand With(string key, int value) => With(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>What follows is another item of the list.</summary>
    public QueryCommand Next()
    {
        _isFirstOfItem = true;
        return this;
    }

    public override string ToString() => _line.ToString();
}
