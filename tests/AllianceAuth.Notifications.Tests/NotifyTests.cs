using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Notifications.Tests;

public sealed class NotifyTests(NotificationSite site) : IClassFixture<NotificationSite>
{
    private static int _nextUser = 1_000_000;

    [Fact]
    public async Task The_same_notice_reaches_a_user_once_however_often_it_is_sent()
    {
        var (first, second, notice) = (NextUser(), NextUser(), Guid.CreateVersion7());

        await site.TellAsync(notice, "Member", first);
        await site.TellAsync(notice, "Member", first, second);

        Assert.Equal(["Member"], await site.ToldAsync(first));
        Assert.Equal(["Member"], await site.ToldAsync(second));
    }

    [Fact, Rule("NOTE-006"), Rule("NOTE-007")]
    public async Task The_oldest_go_when_there_are_more_than_may_be_kept()
    {
        var user = NextUser();
        foreach (var state in new[] { "one", "two", "three", "four", "five" })
        {
            await site.TellAsync(state, user);
        }

        Assert.Equal(["three", "four", "five"], await site.ToldAsync(user));
    }

    [Fact, Rule("NOTE-007")]
    public async Task The_oldest_goes_although_it_is_the_one_that_was_not_read()
    {
        var user = NextUser();
        await site.TellAsync("unread", user);
        foreach (var state in new[] { "two", "three" })
        {
            await site.TellAsync(state, user);
        }

        await site.DoAsync(s => s.GetRequiredService<NotificationsDb>().Notifications.Where(n => n.UserId == user && n.Arguments[0] != "unread").ExecuteUpdateAsync(n => n.SetProperty(x => x.Viewed, true)));
        await site.TellAsync("four", user);

        Assert.Equal(["two", "three", "four"], await site.ToldAsync(user));
    }

    [Fact, Rule("NOTE-004")]
    public async Task Without_a_message_the_title_is_the_message_too()
    {
        var user = NextUser();

        await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new Notify(Guid.CreateVersion7(), [user], NotificationLevel.Success, "notifications.list.title", "")));

        Assert.Equal("notifications.list.title", await site.AskAsync(s => s.GetRequiredService<NotificationsDb>().Notifications.Where(n => n.UserId == user).Select(n => n.Message).SingleAsync()));
    }

    [Fact, Rule("NOTE-005")]
    public async Task An_unknown_level_is_told_as_info()
    {
        var user = NextUser();

        await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new Notify(Guid.CreateVersion7(), [user], (NotificationLevel)99, "notifications.list.title", "notifications.list.title")));

        Assert.Equal(NotificationLevel.Info, await site.AskAsync(s => s.GetRequiredService<NotificationsDb>().Notifications.Where(n => n.UserId == user).Select(n => n.Level).SingleAsync()));
    }

    [Fact]
    public async Task Ten_thousand_users_take_as_many_statements_as_one()
    {
        var one = await CountAsync([NextUser()]);
        var many = await CountAsync([.. Enumerable.Range(2_000_000, 10_000).Select(n => new UserId(n))]);

        Assert.Equal(one, many);
    }

    [Fact]
    public async Task A_deleted_user_s_notifications_go_too()
    {
        var user = NextUser();
        await site.TellAsync("Member", user);

        await site.DoAsync(s => s.GetRequiredService<IMediator>().Publish(new UserDeleted(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, user)));

        Assert.Empty(await site.ToldAsync(user));
    }

    private static UserId NextUser() => new(Interlocked.Increment(ref _nextUser));

    private async Task<int> CountAsync(UserId[] users)
    {
        var tally = StatementCounter.Begin();
        await site.TellAsync("Member", users);
        return tally.Statements.Count;
    }
}
