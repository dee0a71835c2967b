namespace AllianceAuth.Services.Domain;

/// <summary>
/// Holds back what looks like an accident: when unusually many accounts of a service would go, or lose most of their groups, within a day, none does
/// until an admin has looked. Counted over a day, so that many small steps are noticed like one large one.
/// </summary>
/// <param name="Least">So many may always go.</param>
/// <param name="Percent">Beyond that, so many of a hundred accounts; 100 for no brake.</param>
internal sealed record ServiceBrake(int Least, int Percent)
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>How many may go within a day.</summary>
    /// <param name="accounts">Accounts at the beginning of the day.</param>
    public int Allowed(int accounts) => Percent >= 100 ? int.MaxValue : Math.Max(Least, (int)((long)accounts * Percent / 100));
}
