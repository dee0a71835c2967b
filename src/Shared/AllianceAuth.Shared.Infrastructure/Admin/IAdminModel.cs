using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>One administered model, as the administration's pages see it: no entity, no database.</summary>
public interface IAdminModel
{
    /// <summary>Names, columns, filters and actions; fixed when the site starts.</summary>
    AdminDescription About { get; }

    /// <summary>What somebody may do.</summary>
    AdminRights RightsOf(AccessSnapshot user);

    /// <summary>One page of the list. At most two statements, and what the module's own columns ask.</summary>
    Task<AdminList> ListAsync(AdminAsk ask, AdminListAsk list, CancellationToken cancellationToken);

    /// <summary>The whole list, for a file.</summary>
    IAsyncEnumerable<AdminListRow> AllAsync(AdminAsk ask, AdminListAsk list, CancellationToken cancellationToken);

    /// <summary>What each filter offers: only what occurs.</summary>
    Task<IReadOnlyList<AdminFilterChoices>> FilterChoicesAsync(AdminAsk ask, CancellationToken cancellationToken);

    /// <summary>How many rows there are, for the index.</summary>
    Task<long> CountAsync(AdminAsk ask, CancellationToken cancellationToken);

    /// <summary>The form of one, or of a new one when the key is null. Null when there is no such thing.</summary>
    Task<AdminForm?> FormAsync(AdminAsk ask, string? key, CancellationToken cancellationToken);

    /// <summary>Saves what was sent, reading only what the sender may change; with <paramref name="dryRun"/> only judges it.</summary>
    Task<AdminSaveResult?> SaveAsync(AdminAsk ask, string? key, IFormCollection sent, bool dryRun, CancellationToken cancellationToken);

    /// <summary>What would go if these were deleted.</summary>
    Task<AdminDeletion> DeletionAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>What deleting these would do to everybody's access; null when it does nothing to it.</summary>
    Task<AccessDifference?> AccessWithoutAsync(AdminAsk ask, IReadOnlyList<string> keys, DifferenceListing listing, CancellationToken cancellationToken);

    /// <summary>Deletes these, with everything that hangs on them.</summary>
    Task<AdminDone> DeleteAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Does an action to these; at most a hundred.</summary>
    Task<AdminDone> ActAsync(AdminAsk ask, string action, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Keys of everything a list shows on all its pages, for an action on all of it.</summary>
    Task<IReadOnlyList<string>> KeysAsync(AdminAsk ask, AdminListAsk list, int most, CancellationToken cancellationToken);

    /// <summary>What one is called; null when there is no such thing.</summary>
    Task<string?> NameAsync(AdminAsk ask, string key, CancellationToken cancellationToken);
}

/// <summary>Who asks, and where the answer may look.</summary>
/// <param name="Services">Services of the request or job.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Now">UTC.</param>
public sealed record AdminAsk(IServiceProvider Services, AccessSnapshot Actor, DateTimeOffset Now)
{
    /// <summary>Told once a save is committed: what fails after it undoes nothing.</summary>
    public Action? Stored { get; init; }
}

/// <summary>What is fixed about a model.</summary>
/// <param name="App">The app part of address and permissions.</param>
/// <param name="Model">The model part.</param>
/// <param name="Many">Text key: what many are called.</param>
/// <param name="One">Text key: what one is called.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Columns">Columns of the list.</param>
/// <param name="Filters">Filters of the list.</param>
/// <param name="Actions">What can be done to many.</param>
public sealed record AdminDescription(
    string App, string Model, string Many, string One, string Icon, IReadOnlyList<AdminColumnInfo> Columns, IReadOnlyList<AdminFilterInfo> Filters, IReadOnlyList<AdminActionInfo> Actions)
{
    /// <summary>Text key for the empty search field; null when the list cannot be searched.</summary>
    public string? SearchHint { get; init; }

    /// <summary>Key of the column the list is sorted by when nobody chose; <c>-key</c> for highest first; null when it is none of them.</summary>
    public string? DefaultSort { get; init; }

    /// <summary>Whether adding and changing have pages of the module's own.</summary>
    public bool HasOwnForm { get; init; }

    /// <summary>Buttons above the list.</summary>
    public IReadOnlyList<AdminButtonInfo> Buttons { get; init; } = [];

    /// <summary>Component of the preview, or null.</summary>
    public Type? PreviewComponent { get; init; }

    /// <summary>Whether the preview follows what is typed.</summary>
    public bool PreviewsWhileTyping { get; init; }

    /// <summary>What its form takes by name.</summary>
    public IReadOnlyList<AdminReferenceKind> Picks { get; init; } = [];

    /// <summary>Local address of the list.</summary>
    public string Path => $"/admin/{App}/{Model}/";
}

/// <summary>A column.</summary>
/// <param name="Key">Its name in addresses.</param>
/// <param name="Text">Text key of the head.</param>
/// <param name="CanSort">Whether the list can be sorted by it.</param>
/// <param name="IsHead">What the row is called.</param>
/// <param name="IsSide">The one telling value.</param>
/// <param name="IsWide">Dropped where the list is narrow.</param>
/// <param name="IsNumeric">Figures.</param>
public sealed record AdminColumnInfo(string Key, string Text, bool CanSort, bool IsHead, bool IsSide, bool IsWide, bool IsNumeric);

/// <summary>A filter.</summary>
/// <param name="Key">Its name in addresses.</param>
/// <param name="Text">Text key.</param>
public sealed record AdminFilterInfo(string Key, string Text);

/// <summary>A button above the list.</summary>
/// <param name="Text">Text key.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Path">Local address that it posts to.</param>
public sealed record AdminButtonInfo(string Text, string Icon, string Path);

/// <summary>Something that can be done to many.</summary>
/// <param name="Key">Its name in forms.</param>
/// <param name="Text">Text key of the button.</param>
/// <param name="Icon">Font Awesome classes, or empty.</param>
/// <param name="Consequence">Text key of the sentence that the confirmation says, or null.</param>
/// <param name="IsDanger">Something is lost.</param>
/// <param name="IsJob">Always done by a job.</param>
/// <param name="Verb">Which right it needs.</param>
/// <param name="IsForSuperusers">Only for superusers.</param>
public sealed record AdminActionInfo(string Key, string Text, string Icon, string? Consequence, bool IsDanger, bool IsJob, AdminVerb Verb, bool IsForSuperusers)
{
    /// <summary>Values for the placeholders of the button's text.</summary>
    public IReadOnlyList<string> TextArguments { get; init; } = [];
}

/// <summary>What somebody may do with a model, and the permissions that decide it.</summary>
/// <param name="View">Look at list and details.</param>
/// <param name="Add">Make one.</param>
/// <param name="Change">Change one.</param>
/// <param name="Delete">Delete one.</param>
public sealed record AdminRights(bool View, bool Add, bool Change, bool Delete)
{
    /// <summary>Whether they may do this.</summary>
    public bool Allow(AdminVerb verb) => verb switch
    {
        AdminVerb.View => View,
        AdminVerb.Add => Add,
        AdminVerb.Change => Change,
        _ => Delete,
    };
}

/// <summary>What an address asks of a list.</summary>
/// <param name="Search">What was typed, or null.</param>
/// <param name="Sort">Key of a column, or null.</param>
/// <param name="Descending">Highest first.</param>
/// <param name="Skip">Rows before the page.</param>
/// <param name="Take">Rows of the page.</param>
/// <param name="Filters">Chosen values by filter.</param>
public sealed record AdminListAsk(string? Search, string? Sort, bool Descending, int Skip, int Take, IReadOnlyDictionary<string, IReadOnlyList<string>> Filters);

/// <summary>One page of a list.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Total">All rows that match.</param>
public sealed record AdminList(IReadOnlyList<AdminListRow> Rows, int Total);

/// <summary>A row.</summary>
/// <param name="Key">As its address has it.</param>
/// <param name="Cells">One a column.</param>
public sealed record AdminListRow(string Key, IReadOnlyList<AdminCell> Cells);

/// <summary>What a filter offers.</summary>
/// <param name="Key">The filter.</param>
/// <param name="Options">Its values.</param>
public sealed record AdminFilterChoices(string Key, IReadOnlyList<AdminOption> Options);

/// <summary>A form.</summary>
/// <param name="Key">Of the thing; null for a new one.</param>
/// <param name="Name">What it is called; empty for a new one.</param>
/// <param name="Stamp">What it was made from: a save with an older one is refused.</param>
/// <param name="Inputs">Its fields.</param>
/// <param name="Inlines">Rows of other things on the same page.</param>
public sealed record AdminForm(string? Key, string Name, string Stamp, IReadOnlyList<AdminInput> Inputs, IReadOnlyList<AdminInlineForm> Inlines)
{
    /// <summary>Why the whole of it was not saved, or null.</summary>
    public Refusal? Problem { get; init; }

    /// <summary>View of the preview component, or null.</summary>
    public object? Preview { get; init; }

    /// <summary>Whether anything is wrong with it.</summary>
    public bool HasErrors => Problem is not null || Inputs.Any(i => i.Error is not null) || Inlines.Any(i => i.Rows.Any(r => r.Inputs.Any(x => x.Error is not null)));
}

/// <summary>A field of a form.</summary>
/// <param name="Name">In the form.</param>
/// <param name="Text">Text key of the label.</param>
/// <param name="Kind">Which sort of input.</param>
/// <param name="Value">What stands in it.</param>
public sealed record AdminInput(string Name, string Text, AdminInputKind Kind, string Value)
{
    /// <summary>Text key of the line below it, or null.</summary>
    public string? Help { get; init; }

    /// <summary>Values for its placeholders.</summary>
    public IReadOnlyList<string> HelpArguments { get; init; } = [];

    /// <summary>What is wrong, or null.</summary>
    public Refusal? Error { get; init; }

    /// <summary>May be left empty.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Shown only, to whoever looks now.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Most characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Lines of a long text.</summary>
    public int Rows { get; init; } = 1;

    /// <summary>What it says where it is only shown.</summary>
    public AdminCell Cell { get; init; } = AdminCell.Nothing;

    /// <summary>What can be chosen.</summary>
    public IReadOnlyList<AdminOption> Options { get; init; } = [];

    /// <summary>What was chosen of many.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>What is picked by name.</summary>
    public AdminReferenceKind? Reference { get; init; }
}

/// <summary>Sorts of inputs.</summary>
public enum AdminInputKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A tick box.</summary>
    Flag,

    /// <summary>One of few.</summary>
    Choice,

    /// <summary>A time in UTC.</summary>
    Time,

    /// <summary>A thing that is typed by name.</summary>
    Pick,

    /// <summary>Several of few.</summary>
    Ticks,

    /// <summary>Several things that are typed by name.</summary>
    PickMany,
}

/// <summary>Rows of another thing on the same page.</summary>
/// <param name="Text">Text key of the heading.</param>
/// <param name="Rows">The rows; those for new ones have no key.</param>
/// <param name="CanDelete">Whether rows can be taken off.</param>
public sealed record AdminInlineForm(string Text, IReadOnlyList<AdminInlineRow> Rows, bool CanDelete);

/// <summary>One of them.</summary>
/// <param name="Key">Null for a new one.</param>
/// <param name="DeleteName">Name of the tick box that takes it off.</param>
/// <param name="Inputs">Its fields.</param>
public sealed record AdminInlineRow(string? Key, string DeleteName, IReadOnlyList<AdminInput> Inputs);

/// <summary>What became of a save.</summary>
/// <param name="Key">Of the thing; null when a new one was not saved.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Form">The form again, with what is wrong or with the preview; null when it was saved.</param>
public sealed record AdminSaveResult(string? Key, string Name, AdminForm? Form);

/// <summary>What would go.</summary>
/// <param name="Names">The things themselves: key and name, the first hundred.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Consequences">What hangs on them.</param>
/// <param name="Refusals">Why some stay.</param>
public sealed record AdminDeletion(IReadOnlyList<AdminOption> Names, int Total, IReadOnlyList<AdminConsequence> Consequences, IReadOnlyList<Refusal> Refusals);
