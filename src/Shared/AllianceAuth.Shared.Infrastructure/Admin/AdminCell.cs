using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>What stands in one cell of a list. Data only: the administration draws it, and the file of the list says the same in words.</summary>
public abstract record AdminCell
{
    private protected AdminCell()
    {
    }

    /// <summary>Nothing.</summary>
    public static AdminCell Nothing { get; } = new AdminText("");

    /// <summary>The plain cell of a value: figures, times, yes or no, words.</summary>
    public static AdminCell Of(object? value) => value switch
    {
        null => Nothing,
        AdminCell cell => cell,
        bool flag => new AdminFlag(flag),
        DateTimeOffset at => new AdminTime(at),
        int number => new AdminNumber(number),
        long number => new AdminNumber(number),
        short number => new AdminNumber(number),
        IEnumerable<string> names => new AdminNames([.. names], int.MaxValue),
        _ => new AdminText(value.ToString() ?? ""),
    };
}

/// <summary>Text as it is.</summary>
public sealed record AdminText(string Text) : AdminCell;

/// <summary>A sentence of a module.</summary>
/// <param name="Key">Text key.</param>
/// <param name="Mood">How it is meant.</param>
/// <param name="Arguments">Values for its placeholders.</param>
public sealed record AdminWord(string Key, AdminMood Mood = AdminMood.None, params IReadOnlyList<string> Arguments) : AdminCell;

/// <summary>A figure.</summary>
public sealed record AdminNumber(long Number) : AdminCell;

/// <summary>A time in UTC.</summary>
public sealed record AdminTime(DateTimeOffset At) : AdminCell;

/// <summary>Yes or no.</summary>
public sealed record AdminFlag(bool IsYes) : AdminCell;

/// <summary>Several names; beyond the first few they are abbreviated, and all of them can be read by pointing at it.</summary>
/// <param name="Names">All of them, sorted.</param>
/// <param name="Most">How many are shown.</param>
public sealed record AdminNames(IReadOnlyList<string> Names, int Most) : AdminCell;

/// <summary>A badge.</summary>
public sealed record AdminBadge(string Text, AdminMood Mood = AdminMood.None) : AdminCell;

/// <summary>A user, character, corporation or the like, with its picture.</summary>
/// <param name="Name">First line.</param>
/// <param name="Detail">Second line, or null.</param>
/// <param name="CharacterId">EVE id for the portrait, or null.</param>
/// <param name="CorporationId">EVE id for the logo, or null.</param>
/// <param name="AllianceId">EVE id for the logo, or null.</param>
/// <param name="Href">Local address, or null.</param>
public sealed record AdminFace(
    string Name, string? Detail = null, long? CharacterId = null, long? CorporationId = null, long? AllianceId = null, string? Href = null) : AdminCell;

/// <summary>How a cell is meant.</summary>
public enum AdminMood
{
    /// <summary>Plain.</summary>
    None,

    /// <summary>Good.</summary>
    Good,

    /// <summary>For information.</summary>
    Note,

    /// <summary>Look at this.</summary>
    Warn,

    /// <summary>Bad.</summary>
    Bad,
}

/// <summary>A value that can be chosen.</summary>
/// <param name="Value">As it stands in address or form.</param>
/// <param name="Text">As people read it; a text key when <paramref name="IsKey"/>.</param>
/// <param name="IsKey">Whether the text is looked up in the reader's language.</param>
public sealed record AdminOption(string Value, string Text, bool IsKey = false);

/// <summary>What else goes when something is deleted.</summary>
/// <param name="Text">Text key; the number is chosen and shown by it.</param>
/// <param name="Count">How many.</param>
public sealed record AdminConsequence(string Text, long Count);

/// <summary>What became of an action or a deletion.</summary>
/// <param name="Done">How many it was done to.</param>
/// <param name="Refusals">Why not to the others.</param>
public sealed record AdminDone(int Done, params IReadOnlyList<Refusal> Refusals);
