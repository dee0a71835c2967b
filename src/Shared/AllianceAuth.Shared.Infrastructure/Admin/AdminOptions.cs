namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>How a column of a list looks.</summary>
public sealed class AdminColumnOptions
{
    internal AdminReferenceKind? Reference { get; private set; }

    internal string? Words { get; private set; }

    internal bool IsHead { get; private set; }

    internal bool IsSide { get; private set; }

    internal bool IsWide { get; private set; }

    internal bool CanSort { get; private set; } = true;

    /// <summary>The number is of this kind of thing; its name and picture are shown. User, state and group ids are known by their type.</summary>
    public AdminColumnOptions Names(AdminReferenceKind kind)
    {
        Reference = kind;
        return this;
    }

    /// <summary>The value, in lower case and behind this beginning, is a text key: <c>eveonline.token.</c>.</summary>
    public AdminColumnOptions WordsOf(string beginning)
    {
        Words = beginning;
        return this;
    }

    /// <summary>What the row is called; leads to its page. The first column when none says so.</summary>
    public AdminColumnOptions Head()
    {
        IsHead = true;
        return this;
    }

    /// <summary>The one telling value, kept on the first line of a card on a phone.</summary>
    public AdminColumnOptions Side()
    {
        IsSide = true;
        return this;
    }

    /// <summary>Dropped where the list is narrow.</summary>
    public AdminColumnOptions OnlyWide()
    {
        IsWide = true;
        return this;
    }

    /// <summary>Cannot be sorted by.</summary>
    public AdminColumnOptions Unsorted()
    {
        CanSort = false;
        return this;
    }
}

/// <summary>How a field of a form behaves. What a field forbids is not read from what is sent, whoever made the form.</summary>
public sealed class AdminFieldOptions
{
    internal AdminReferenceKind? Reference { get; private set; }

    internal string? Words { get; private set; }

    internal string? HelpKey { get; private set; }

    internal IReadOnlyList<string> HelpArguments { get; private set; } = [];

    internal bool? MayBeEmpty { get; private set; }

    internal int? Longest { get; private set; }

    internal int Lines { get; private set; } = 1;

    internal AdminFieldAccess Access { get; private set; }

    internal bool OnlySuperuser { get; private set; }

    internal bool KeepsBlanks { get; private set; }

    internal bool IsInside { get; private set; }

    internal bool OwnStays { get; private set; }

    internal object? DefaultValue { get; private set; }

    internal Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<AdminOption>>>? Options { get; private set; }

    /// <summary>Text key of the line below the field, and values for its placeholders.</summary>
    public AdminFieldOptions Help(string text, params IReadOnlyList<string> arguments)
    {
        (HelpKey, HelpArguments) = (text, arguments);
        return this;
    }

    /// <summary>May be left empty. By default what may be null may be empty.</summary>
    public AdminFieldOptions Optional()
    {
        MayBeEmpty = true;
        return this;
    }

    /// <summary>Must not be left empty.</summary>
    public AdminFieldOptions Required()
    {
        MayBeEmpty = false;
        return this;
    }

    /// <summary>Most characters; by default the length of the column.</summary>
    public AdminFieldOptions MaxLength(int characters)
    {
        Longest = characters;
        return this;
    }

    /// <summary>A text of several lines.</summary>
    public AdminFieldOptions Rows(int lines)
    {
        Lines = lines;
        return this;
    }

    /// <summary>Blanks at both ends belong to the value.</summary>
    public AdminFieldOptions KeepBlanks()
    {
        KeepsBlanks = true;
        return this;
    }

    /// <summary>Shown, never changed.</summary>
    public AdminFieldOptions ReadOnly()
    {
        Access = AdminFieldAccess.Never;
        return this;
    }

    /// <summary>A list that is stored in the entity itself: written before the entity is judged and previewed, so both see it.</summary>
    public AdminFieldOptions Inside()
    {
        IsInside = true;
        return this;
    }

    /// <summary>Chosen once, when the thing is made.</summary>
    public AdminFieldOptions OnlyWhenAdding()
    {
        Access = AdminFieldAccess.Adding;
        return this;
    }

    /// <summary>Shown and changed once the thing is there.</summary>
    public AdminFieldOptions OnlyWhenChanging()
    {
        Access = AdminFieldAccess.Changing;
        return this;
    }

    /// <summary>Only superusers change it; staff see what it is. ADM-039.</summary>
    public AdminFieldOptions SuperuserOnly()
    {
        OnlySuperuser = true;
        return this;
    }

    /// <summary>The number is of this kind of thing and is picked by name. User, state and group ids are known by their type.</summary>
    public AdminFieldOptions Picks(AdminReferenceKind kind)
    {
        Reference = kind;
        return this;
    }

    /// <summary>One of these values.</summary>
    public AdminFieldOptions Choices(Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<AdminOption>>> options)
    {
        Options = options;
        return this;
    }

    /// <summary>What a thing has stays selectable for it, also when it is not among the choices any more.</summary>
    public AdminFieldOptions KeepsOwn()
    {
        OwnStays = true;
        return this;
    }

    /// <summary>The choices of an enum bear texts with this beginning, the value behind it in lower case.</summary>
    public AdminFieldOptions WordsOf(string beginning)
    {
        Words = beginning;
        return this;
    }

    /// <summary>What stands in it when something new is made.</summary>
    public AdminFieldOptions Default(object value)
    {
        DefaultValue = value;
        return this;
    }
}

internal enum AdminFieldAccess
{
    Always,
    Adding,
    Changing,
    Never,
}

/// <summary>How a bulk action behaves.</summary>
public sealed class AdminActionOptions
{
    internal string IconCss { get; private set; } = "";

    internal string? ConsequenceKey { get; private set; }

    internal bool IsDanger { get; private set; }

    internal bool IsJob { get; private set; }

    internal bool OnlySuperuser { get; private set; }

    internal AdminVerb Verb { get; private set; } = AdminVerb.Change;

    /// <summary>Font Awesome classes.</summary>
    public AdminActionOptions Icon(string css)
    {
        IconCss = css;
        return this;
    }

    /// <summary>Text key of the sentence that the confirmation says below its question.</summary>
    public AdminActionOptions Consequence(string text)
    {
        ConsequenceKey = text;
        return this;
    }

    /// <summary>Something is lost.</summary>
    public AdminActionOptions Danger()
    {
        IsDanger = true;
        return this;
    }

    /// <summary>Always done by a job with a progress page; without it that happens beyond a hundred rows.</summary>
    public AdminActionOptions AsJob()
    {
        IsJob = true;
        return this;
    }

    /// <summary>Which right it needs; <see cref="AdminVerb.Change"/> when nothing is said.</summary>
    public AdminActionOptions Needs(AdminVerb verb)
    {
        Verb = verb;
        return this;
    }

    /// <summary>Only for superusers.</summary>
    public AdminActionOptions SuperuserOnly()
    {
        OnlySuperuser = true;
        return this;
    }
}

/// <summary>What somebody wants to do with a model.</summary>
public enum AdminVerb
{
    /// <summary>Look.</summary>
    View,

    /// <summary>Make a new one.</summary>
    Add,

    /// <summary>Change one.</summary>
    Change,

    /// <summary>Delete one.</summary>
    Delete,
}
