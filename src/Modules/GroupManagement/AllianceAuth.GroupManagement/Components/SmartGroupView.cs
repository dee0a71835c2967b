namespace AllianceAuth.GroupManagement.Components;

/// <summary>How a smart group keeps itself, and how the reader stands.</summary>
/// <param name="GroupId">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsAutomatic">Everybody who passes is in; otherwise pilots join by themselves.</param>
/// <param name="IsMember">The reader is in.</param>
/// <param name="Verdict">What all filters together say about the reader.</param>
/// <param name="Join">How the blocks are joined.</param>
/// <param name="Blocks">The filters.</param>
public sealed record SmartGroupView(
    int GroupId, string Name, bool IsAutomatic, bool IsMember, FilterVerdict Verdict, FilterJoinWord Join, IReadOnlyList<FilterBlockView> Blocks)
{
    /// <summary>UTC, when the reader's membership ends unless they pass again; null when it does not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Days a member who fails may stay.</summary>
    public int GraceDays { get; init; }

    /// <summary>Members who wait for a person's word; shown to who may give it.</summary>
    public HeldView? Held { get; init; }

    /// <summary>Whether the reader may join by themselves on the list.</summary>
    public bool MayJoin { get; init; }
}

/// <summary>Filters that belong together.</summary>
/// <param name="Join">How they are joined.</param>
/// <param name="Filters">Each with what it says about the reader.</param>
public sealed record FilterBlockView(FilterJoinWord Join, IReadOnlyList<FilterLineView> Filters);

/// <summary>One filter and how the reader stands.</summary>
/// <param name="Demand">What it asks for.</param>
/// <param name="Advice">What to do; null where nothing can be said.</param>
/// <param name="Verdict">What it says.</param>
public sealed record FilterLineView(string Demand, string? Advice, FilterVerdict Verdict);

/// <summary>Removals that wait.</summary>
/// <param name="GroupId">Of which group.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">UTC, since when.</param>
/// <param name="Latest">Ticks of the last one shown; later ones are not agreed to.</param>
/// <param name="Names">The first of them.</param>
public sealed record HeldView(int GroupId, int Count, DateTimeOffset Since, long Latest, IReadOnlyList<string> Names);

/// <summary>How a filter judges.</summary>
public enum FilterVerdict
{
    /// <summary>No.</summary>
    Fails,

    /// <summary>Nobody can say now.</summary>
    Unknown,

    /// <summary>Yes.</summary>
    Passes,
}

/// <summary>How filters are joined.</summary>
public enum FilterJoinWord
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>One is enough.</summary>
    Any,
}
