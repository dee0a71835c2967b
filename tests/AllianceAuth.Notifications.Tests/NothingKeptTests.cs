using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Notifications.Tests;

/// <summary>Both settings at zero.</summary>
public sealed class NothingKeptTests(NothingKeptTests.Site site) : IClassFixture<NothingKeptTests.Site>
{
    [Fact, Rule("NOTE-009")]
    public async Task Where_none_may_be_kept_none_is_and_nothing_fails()
    {
        var (visitor, user) = await site.SignInAsync();

        await site.TellAsync("Member", user);

        Assert.Empty(await site.ToldAsync(user));
        Assert.Equal("""{"unread_count":0}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);
    }

    [Fact, Rule("NOTE-029")]
    public async Task A_refresh_time_of_zero_never_looks_by_the_clock()
    {
        var (visitor, _) = await site.SignInAsync();

        var count = (await visitor.OpenAsync("/notifications/")).Find("#count-bell");

        Assert.Equal("live:notifications from:#live", count.GetAttribute("hx-trigger"));
    }

    public sealed class Site : NotificationSite
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Notifications:MaxPerUser", "0"), new("Notifications:RefreshSeconds", "0")];
    }
}
