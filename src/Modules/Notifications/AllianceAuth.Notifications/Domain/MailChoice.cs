using AllianceAuth.Shared.Access;

namespace AllianceAuth.Notifications.Domain;

/// <summary>How often a user gets the unread ones by mail.</summary>
internal enum MailRhythm
{
    Off = 0,
    Daily = 1,
    Weekly = 2,
}

/// <summary>What a user wants by mail, and what was mailed already. A user without one wants nothing.</summary>
internal sealed class MailChoice
{
    /// <summary>EVE time at which digests go out: before most of Europe logs in for the evening, and in the night of the Americas.</summary>
    public static readonly TimeOnly Hour = new(16, 0);

    private MailChoice()
    {
    }

    public MailChoice(UserId user) => UserId = user;

    public UserId UserId { get; private set; }

    public MailRhythm Rhythm { get; private set; }

    /// <summary>Whether lost and failed things are mailed when they happen.</summary>
    public bool DangerAtOnce { get; private set; }

    /// <summary>UTC; when the next digest is due.</summary>
    public DateTimeOffset NextAt { get; private set; }

    /// <summary>Number of the newest notification that a digest told of.</summary>
    public long DigestedUpTo { get; private set; }

    /// <summary>Number of the newest notification that was mailed at once.</summary>
    public long MailedUpTo { get; private set; }

    /// <summary>Changes the choice. What is old by now is not mailed.</summary>
    /// <param name="rhythm">How often.</param>
    /// <param name="dangerAtOnce">Whether danger is mailed when it happens.</param>
    /// <param name="newest">Number of the user's newest notification.</param>
    /// <param name="now">UTC.</param>
    public void Choose(MailRhythm rhythm, bool dangerAtOnce, long newest, DateTimeOffset now)
    {
        if (rhythm != Rhythm)
        {
            (Rhythm, NextAt) = (rhythm, NextAfter(rhythm, now));
            DigestedUpTo = Math.Max(DigestedUpTo, newest);
        }

        if (dangerAtOnce != DangerAtOnce)
        {
            DangerAtOnce = dangerAtOnce;
            MailedUpTo = Math.Max(MailedUpTo, newest);
        }
    }

    /// <summary>Notes a digest that went out, or had nothing to tell.</summary>
    public void Digested(long upTo, DateTimeOffset now) => (DigestedUpTo, NextAt) = (Math.Max(DigestedUpTo, upTo), NextAfter(Rhythm, now));

    /// <summary>Notes a mail about something lost or failed.</summary>
    public void Mailed(long upTo) => MailedUpTo = Math.Max(MailedUpTo, upTo);

    /// <summary>The next time a digest is due; weekly ones go out on Mondays.</summary>
    public static DateTimeOffset NextAfter(MailRhythm rhythm, DateTimeOffset now)
    {
        var next = new DateTimeOffset(DateOnly.FromDateTime(now.UtcDateTime).ToDateTime(Hour), TimeSpan.Zero);
        next = next > now ? next : next.AddDays(1);
        return rhythm is MailRhythm.Weekly ? next.AddDays(((int)DayOfWeek.Monday - (int)next.DayOfWeek + 7) % 7) : next;
    }
}
