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
    public void Choosing_something_else_says_which_of_the_two_is_new()
    {
        var choice = new MailChoice(new UserId(1));

        Assert.Equal((true, false), choice.Choose(MailRhythm.Daily, dangerAtOnce: false, At("2026-11-21T10:00:00Z")));
        Assert.Equal((false, true), choice.Choose(MailRhythm.Daily, dangerAtOnce: true, At("2026-11-21T10:00:00Z")));
    }

    [Fact]
    public void Saving_the_same_choice_again_puts_nothing_off()
    {
        var choice = new MailChoice(new UserId(1));
        choice.Choose(MailRhythm.Weekly, dangerAtOnce: true, At("2026-11-21T10:00:00Z"));

        var different = choice.Choose(MailRhythm.Weekly, dangerAtOnce: true, At("2026-11-24T10:00:00Z"));

        Assert.Equal((false, false), different);
        Assert.Equal(At("2026-11-23T16:00:00Z"), choice.NextAt);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
