using System.Net;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Live;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Notifications.Tests;

/// <summary>Two nodes on one database and no Redis: what one tells, the pages of the other hear.</summary>
public sealed class LiveBellTests(LiveBellTests.TwoNodes site) : IClassFixture<LiveBellTests.TwoNodes>
{
    [Fact, Rule("NOTE-015"), Rule("NOTE-028")]
    public async Task What_one_node_tells_is_heard_at_the_other_and_counted_there_at_once()
    {
        var (visitor, user) = await site.SignInAsync();
        Assert.Equal("""{"unread_count":0}""", await CountAtOtherAsync(visitor, user));
        using var page = await LiveListener.OpenAsync(visitor, site.Other);

        await site.TellAsync("Member", user);
        await page.HearsAsync("live:notifications");

        Assert.Equal("""{"unread_count":1}""", await CountAtOtherAsync(visitor, user));
    }

    [Fact]
    public async Task Reading_at_one_node_lowers_the_number_at_the_other()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        Assert.Equal("""{"unread_count":1}""", await CountAtOtherAsync(visitor, user));
        using var page = await LiveListener.OpenAsync(visitor, site.Other);

        await (await visitor.OpenAsync("/notifications/")).SubmitAsync("#mark-all-read");
        await page.HearsAsync("live:notifications");

        // What it heard may be the first signal, a little late.
        await Eventually.TrueAsync(async () => await CountAtOtherAsync(visitor, user) == """{"unread_count":0}""", "the number to fall");
    }

    [Fact]
    public async Task Nobody_hears_what_is_meant_for_somebody_else()
    {
        var (visitor, user) = await site.SignInAsync();
        var (other, _) = await site.SignInAsync();
        using var mine = await LiveListener.OpenAsync(visitor);
        using var theirs = await LiveListener.OpenAsync(other);

        await site.TellAsync("Member", user);
        await mine.HearsAsync("live:notifications");
        await site.Services.GetRequiredService<ILiveSignals>().SendAsync("menu");
        await theirs.HearsAsync("live:menu");

        Assert.Equal(["live:menu"], theirs.Heard);
    }

    [Fact]
    public async Task Who_was_away_for_a_moment_hears_what_came_meanwhile()
    {
        var (visitor, user) = await site.SignInAsync();
        var left = TimeProvider.System.GetUtcNow();
        await site.TellAsync("Member", user);
        await Eventually.TrueAsync(async () => await CountAtOtherAsync(visitor, user) == """{"unread_count":1}""", "the news to arrive");

        using var back = await LiveListener.OpenAsync(visitor, since: left);

        await back.HearsAsync("live:notifications");
    }

    [Fact]
    public async Task Who_was_away_too_long_looks_at_everything_again()
    {
        var (visitor, _) = await site.SignInAsync();

        using var back = await LiveListener.OpenAsync(visitor, since: TimeProvider.System.GetUtcNow().AddDays(-1));

        await back.HearsAsync("live:resync");
    }

    [Fact]
    public async Task Strangers_hear_nothing()
    {
        using var stranger = await LiveListener.OpenAsync(site.NewVisitor());

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.Status);
    }

    [Fact]
    public async Task The_signals_end_with_the_session()
    {
        var (visitor, user) = await site.SignInAsync();
        using var page = await LiveListener.OpenAsync(visitor);
        Assert.Equal("text/event-stream", page.MediaType);

        await (await visitor.OpenAsync("/account/profile/")).SubmitAsync("#everywhere-form");
        await site.TellAsync("Member", user);

        await page.HearsAsync("live-end");
        Assert.DoesNotContain("live:notifications", page.Heard);
        await Eventually.TrueAsync(() => page.HasEnded, "the stream to end");
    }

    [Fact]
    public async Task One_user_holds_a_dozen_streams_of_a_node_and_no_more()
    {
        var (visitor, _) = await site.SignInAsync();
        List<LiveListener> pages = [];
        for (var i = 0; i < 13; i++)
        {
            pages.Add(await LiveListener.OpenAsync(visitor));
        }

        Assert.All(pages[..12], page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.Equal(HttpStatusCode.TooManyRequests, pages[12].Status);

        pages[0].Dispose();
        await Eventually.TrueAsync(
            async () =>
            {
                using var again = await LiveListener.OpenAsync(visitor);
                return again.Status == HttpStatusCode.OK;
            },
            "the closed page's place");
        pages.ForEach(page => page.Dispose());
    }

    [Fact]
    public async Task A_topic_that_no_module_declares_is_a_fault_of_ours() =>
        await Assert.ThrowsAsync<ArgumentException>(() => site.Services.GetRequiredService<ILiveSignals>().SendAsync("nobody.declared-this"));

    [Fact]
    public async Task A_node_that_stops_does_not_wait_for_open_pages()
    {
        var (visitor, _) = await site.SignInAsync();
        var (third, address) = await site.StartNodeAsync();
        using var page = await LiveListener.OpenAsync(visitor, address);

        await third.StopAsync().WaitAsync(TimeSpan.FromSeconds(25));

        await Eventually.TrueAsync(() => page.HasEnded, "the stream to end");
        await third.DisposeAsync();
    }

    private async Task<string> CountAtOtherAsync(Visitor visitor, UserId user) =>
        (await visitor.GetAsync(new Uri(site.Other, $"/user_notifications_count/{user}/").AbsoluteUri)).Body;

    public sealed class TwoNodes : NotificationSite
    {
        private WebApplication? _other;

        /// <summary>Where the second node listens.</summary>
        public Uri Other { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            (_other, Other) = await StartNodeAsync();
        }

        public override async Task DisposeAsync()
        {
            await _other!.StopAsync();
            await _other.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
