namespace AllianceAuth.Shared.Web.Responses;

/// <summary>A column of a file for spreadsheets.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Value">A number, a time, a text or null.</param>
public sealed record CsvColumn<TRow>(string Title, Func<TRow, object?> Value);
