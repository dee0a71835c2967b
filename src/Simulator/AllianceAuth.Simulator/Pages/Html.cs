using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace AllianceAuth.Simulator.Pages;

/// <summary>Finished markup. Everything put into <see cref="Of"/> that is not markup already is encoded.</summary>
internal readonly record struct Html(string Text)
{
    public static Html Empty { get; } = new("");

    public static Html Of(HtmlInterpolation parts) => new(parts.ToText());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p.Text)));

    public IResult Page(int status = StatusCodes.Status200OK) => Results.Content(Text, "text/html; charset=utf-8", Encoding.UTF8, status);
}

/// <summary>Takes the place of string formatting inside <see cref="Html.Of"/>, so that nothing arrives on a page unencoded.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlInterpolation(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 24));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

    public void AppendFormatted(Html markup) => _text.Append(markup.Text);

    public void AppendFormatted(IEnumerable<Html> markup)
    {
        foreach (var part in markup)
        {
            _text.Append(part.Text);
        }
    }

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    public string ToText() => _text.ToString();
}
