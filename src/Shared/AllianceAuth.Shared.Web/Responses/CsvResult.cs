using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AllianceAuth.Shared.Web.Responses;

internal sealed class CsvResult<TRow>(string fileName, IAsyncEnumerable<TRow> rows, IReadOnlyList<CsvColumn<TRow>> columns) : IResult
{
    // A mark at the beginning, or Excel reads every name beyond ASCII wrongly.
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: true);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName + ".csv", FileNameStar = fileName + ".csv" }.ToString();
        response.Headers.CacheControl = "no-store";
        var writer = new StreamWriter(response.Body, Encoding, bufferSize: 32_768, leaveOpen: true);
        await using (writer)
        {
            await writer.WriteAsync(Line(columns.Select(column => column.Title)));
            await foreach (var row in rows.WithCancellation(httpContext.RequestAborted))
            {
                await writer.WriteAsync(Line(columns.Select(column => Text(column.Value(row)))));
            }
        }
    }

    private static string Line(IEnumerable<string> values) => string.Join(',', values.Select(Quote)) + "\r\n";

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        string text => Harmless(text),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Harmless(value.ToString() ?? ""),
    };

    /// <summary>A spreadsheet runs what begins so; the apostrophe makes it text.</summary>
    private static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;

    private static string Quote(string value) =>
        value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
