
namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Says how a short list that lives in code, or is read whole, is shown: to look at only.</summary>
/// <typeparam name="TRow">One row.</typeparam>
public sealed class AdminListBuilder<TRow>
    where TRow : class
{
    internal AdminListBuilder(string app, string model) => (App, Model) = (app, model);

    internal string App { get; }

    internal string Model { get; }

    internal string Many { get; private set; } = "";

    internal string One { get; private set; } = "";

    internal string IconCss { get; private set; } = "fa-solid fa-table-list";

    internal bool IsForEveryStaff { get; private set; }

    internal List<(string Text, Func<TRow, object?> Value, AdminColumnOptions Options)> Columns { get; } = [];

    internal List<(string Text, Func<TRow, string?> Value)> Filters { get; } = [];

    internal List<Func<TRow, string?>> Texts { get; } = [];

    /// <summary>What it is called: many of it, one of it. Text keys.</summary>
    public AdminListBuilder<TRow> Named(string many, string one)
    {
        (Many, One) = (many, one);
        return this;
    }

    /// <summary>Font Awesome classes.</summary>
    public AdminListBuilder<TRow> Icon(string css)
    {
        IconCss = css;
        return this;
    }

    /// <summary>A column; sorted by its value.</summary>
    public AdminListBuilder<TRow> Column(string text, Func<TRow, object?> value, Action<AdminColumnOptions>? options = null)
    {
        var chosen = new AdminColumnOptions();
        options?.Invoke(chosen);
        Columns.Add((text, value, chosen));
        return this;
    }

    /// <summary>A filter with the values that occur.</summary>
    public AdminListBuilder<TRow> Filter(string text, Func<TRow, string?> value)
    {
        Filters.Add((text, value));
        return this;
    }

    /// <summary>Texts that the search looks through.</summary>
    public AdminListBuilder<TRow> Search(params IReadOnlyList<Func<TRow, string?>> texts)
    {
        Texts.AddRange(texts);
        return this;
    }

    /// <summary>Whoever may open the administration may look.</summary>
    public AdminListBuilder<TRow> EveryStaffSees()
    {
        IsForEveryStaff = true;
        return this;
    }
}
