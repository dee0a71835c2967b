using AllianceAuth.Shared.Access;

namespace AllianceAuth.Notifications.Domain;

/// <summary>How often a user gets the unread ones by mail.</summary>
internal enum MailRhythm
{
    Off = 0,
    Daily = 1,
    Weekly = 2,
}

/// <summary>What a user wants by mail. A user without one wants nothing.</summary>
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

    /// <summary>Changes the choice.</summary>
    /// <param name="rhythm">How often.</param>
    /// <param name="dangerAtOnce">Whether danger is mailed when it happens.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Which of the two is different from now on: what is old by now is not mailed in that way.</returns>
    public (bool Digests, bool Danger) Choose(MailRhythm rhythm, bool dangerAtOnce, DateTimeOffset now)
    {
        var different = (rhythm != Rhythm, dangerAtOnce != DangerAtOnce);
        NextAt = rhythm == Rhythm ? NextAt : NextAfter(rhythm, now);
        (Rhythm, DangerAtOnce) = (rhythm, dangerAtOnce);
        return different;
    }

    /// <summary>The next time a digest is due; weekly ones go out on Mondays.</summary>
    public static DateTimeOffset NextAfter(MailRhythm rhythm, DateTimeOffset now)
    {
        var next = new DateTimeOffset(DateOnly.FromDateTime(now.UtcDateTime).ToDateTime(Hour), TimeSpan.Zero);
        next = next > now ? next : next.AddDays(1);
        return rhythm is MailRhythm.Weekly ? next.AddDays(((int)DayOfWeek.Monday - (int)next.DayOfWeek + 7) % 7) : next;
    }
}
