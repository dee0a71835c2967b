using System.Globalization;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Access;
using Xunit;

namespace AllianceAuth.Notifications.Tests.Domain;

public sealed class MailChoiceTests
{
    [Theory]
    [InlineData("Daily", "2026-11-21T15:59:59Z", "2026-11-21T16:00:00Z")]
    [InlineData("Daily", "2026-11-21T16:00:00Z", "2026-11-22T16:00:00Z")]
    [InlineData("Weekly", "2026-11-21T10:00:00Z", "2026-11-23T16:00:00Z")]
    [InlineData("Weekly", "2026-11-23T15:00:00Z", "2026-11-23T16:00:00Z")]
    [InlineData("Weekly", "2026-11-23T16:00:00Z", "2026-11-30T16:00:00Z")]
    public void Digests_go_out_in_the_afternoon_weekly_ones_on_mondays(string rhythm, string now, string next) =>
        Assert.Equal(At(next), MailChoice.NextAfter(Enum.Parse<MailRhythm>(rhythm), At(now)));

    [Fact]
    public void What_is_old_when_somebody_chooses_is_not_mailed()
    {
        var choice = new MailChoice(new UserId(1));

        choice.Choose(MailRhythm.Daily, dangerAtOnce: true, newest: 40, At("2026-11-21T10:00:00Z"));

        Assert.Equal((40, 40), (choice.DigestedUpTo, choice.MailedUpTo));
    }

    [Fact]
    public void Saving_the_same_choice_again_forgets_nothing_that_is_due()
    {
        var choice = new MailChoice(new UserId(1));
        choice.Choose(MailRhythm.Weekly, dangerAtOnce: true, newest: 40, At("2026-11-21T10:00:00Z"));

        choice.Choose(MailRhythm.Weekly, dangerAtOnce: true, newest: 45, At("2026-11-22T10:00:00Z"));

        Assert.Equal((40, 40), (choice.DigestedUpTo, choice.MailedUpTo));
        Assert.Equal(At("2026-11-23T16:00:00Z"), choice.NextAt);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
