using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Admin.Components;

/// <summary>Says a change in the reader's language.</summary>
internal sealed class ChangeWords(Texts texts, IStringLocalizer<AdminModule> localizer)
{
    /// <summary>The reason, when one was given, and one line for each field that changed.</summary>
    public IReadOnlyList<string> Lines(IReadOnlyList<FieldChange> fields, string? cause) => [.. cause is null ? [] : new[] { texts.Say(cause) }, .. fields.Select(Line)];

    /// <summary>What was done, in one word.</summary>
    public string Kind(ChangeKind kind) => localizer[$"admin.change.{kind.ToString().ToLowerInvariant()}"];

    private string Line(FieldChange field)
    {
        var what = texts.Say(field.Field);
        var (before, after) = (Word(field.Before), Word(field.After));
        return (before.Length > 0, after.Length > 0) switch
        {
            (true, true) => localizer[field.IsList ? "admin.change.exchanged" : "admin.change.from", what, before, after],
            (true, false) => localizer[field.IsList ? "admin.change.went" : "admin.change.emptied", what, before],
            (false, true) => localizer[field.IsList ? "admin.change.came" : "admin.change.to", what, after],
            _ => what,
        };
    }

    // A value that is a text key is said in the reader's language; anything else is as it was.
    private string Word(string value) => value switch
    {
        "True" => localizer["admin.word.yes"],
        "False" => localizer["admin.word.no"],
        _ when value.Contains('.', StringComparison.Ordinal) && !value.Contains(' ', StringComparison.Ordinal) => texts.Say(value),
        _ => value,
    };
}

/// <summary>One change, in the reader's language.</summary>
/// <param name="At">UTC.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Kind">What was done.</param>
/// <param name="What">What the thing is: the model's word.</param>
/// <param name="Name">What the thing was called.</param>
/// <param name="Href">Its page, or null when it is gone or not the reader's to see.</param>
/// <param name="Lines">The reason, and each field before and after.</param>
public sealed record ChangeView(DateTimeOffset At, string Who, string Kind, string What, string Name, string? Href, IReadOnlyList<string> Lines)
{
    /// <summary>What was done.</summary>
    public ChangeKind Did { get; init; }

    /// <summary>The history of that one thing, also of one that is gone; null when it is not the reader's to see.</summary>
    public string? HistoryHref { get; init; }

    /// <summary>The page of whoever did it, or null.</summary>
    public string? WhoHref { get; init; }
}
