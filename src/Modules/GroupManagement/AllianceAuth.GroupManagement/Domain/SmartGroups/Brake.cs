namespace AllianceAuth.GroupManagement.Domain.SmartGroups;

/// <summary>
/// Holds back what looks like an accident: when unusually many members of a group would lose it within a day, nobody does until a person has
/// looked. Counted over a day, so that many small steps are noticed like one large one.
/// </summary>
/// <param name="Least">So many may always go.</param>
/// <param name="Percent">Beyond that, so many of a hundred members.</param>
internal sealed record Brake(int Least, int Percent)
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>How many may go within a day.</summary>
    /// <param name="members">Members at the beginning of the day.</param>
    public int Limit(int members) => Math.Max(Least, (int)((long)members * Percent / 100));

    /// <summary>Whether so many are too many.</summary>
    public bool Holds(int going, int members) => going > Limit(members);
}
