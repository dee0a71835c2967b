using System.Net;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Notifications.Tests;

public sealed class NotificationPagesTests(NotificationSite site) : IClassFixture<NotificationSite>
{
    [Fact, Rule("NOTE-017"), Rule("NOTE-026")]
    public async Task Strangers_see_no_notifications_and_no_bell()
    {
        var page = await site.NewVisitor().OpenAsync("/notifications/");

        Assert.Equal("/account/login/", page.Address.AbsolutePath);
        Assert.Null(page.Document.QuerySelector("#bell"));
    }

    [Fact, Rule("NOTE-018"), Rule("NOTE-019")]
    public async Task Opening_a_notification_moves_it_from_the_unread_to_the_read_ones()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        await site.TellAsync("Blue", user);

        var list = await visitor.OpenAsync("/notifications/");
        Assert.Equal(["You are Blue now", "You are Member now"], list.Document.QuerySelectorAll("#notifications tbody a").Select(a => a.TextContent.Trim()));
        var one = await visitor.OpenAsync(list.Find("#notifications tbody a").GetAttribute("href")!);
        Assert.Contains("Your state changed to Blue.", one.AllText, StringComparison.Ordinal);

        Assert.Single((await visitor.OpenAsync("/notifications/")).Document.QuerySelectorAll("#notifications tbody tr"));
        Assert.Single((await visitor.OpenAsync("/notifications/?show=read")).Document.QuerySelectorAll("#notifications tbody tr"));
    }

    [Fact]
    public async Task A_notification_leads_to_where_something_can_be_done_about_it_and_never_off_the_site()
    {
        var (visitor, user) = await site.SignInAsync();
        Assert.Equal("/services/#service-discord", await LinkAsync("/services/#service-discord"));
        Assert.Null(await LinkAsync("//elsewhere.example/"));
        Assert.Null(await LinkAsync(null));

        async Task<string?> LinkAsync(string? address)
        {
            await site.DoAsync(services => services.GetRequiredService<MediatR.IMediator>().Send(
                new Contracts.Notify(Guid.CreateVersion7(), [user], Contracts.NotificationLevel.Info, "notifications.list.title", "") { Address = address }));
            var list = await visitor.OpenAsync("/notifications/");
            return (await visitor.OpenAsync(list.Find("#notifications tbody a").GetAttribute("href")!)).Document.QuerySelector("#notification-address")?.GetAttribute("href");
        }
    }

    [Fact, Rule("NOTE-020"), Rule("NOTE-021")]
    public async Task Somebody_else_s_notification_can_neither_be_read_nor_removed()
    {
        var (owner, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        var href = (await owner.OpenAsync("/notifications/")).Find("#notifications tbody a").GetAttribute("href")!;
        var (other, _) = await site.SignInAsync();

        var page = await other.OpenAsync(href);
        Assert.Equal("/notifications/", page.Address.AbsolutePath);
        Assert.Contains("This notification is not yours", page.AllText, StringComparison.Ordinal);

        var token = page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var removed = await other.PostAsync($"/remove_notifications/{href.Trim('/').Split('/')[^1]}/", [new("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.NotFound, removed.Status);
        Assert.Equal(["Member"], await site.ToldAsync(user));
    }

    [Theory, Rule("NOTE-025")]
    [InlineData("/remove_notifications/{0}/")]
    [InlineData("/notifications/mark_all_read/")]
    [InlineData("/notifications/delete_all_read/")]
    public async Task An_old_link_asks_and_its_button_acts(string link)
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        await site.TellAsync("Blue", user);
        var href = (await visitor.OpenAsync("/notifications/")).Find("#notifications tbody a").GetAttribute("href")!;
        await visitor.OpenAsync(href);
        var path = link.Replace("{0}", href.Trim('/').Split('/')[^1], StringComparison.Ordinal);
        var before = await ReadAsync(user);

        var asked = await visitor.OpenAsync(path);
        Assert.Equal(before, await ReadAsync(user));

        var done = await asked.SubmitAsync("#ask-form");
        Assert.Equal("/notifications/", done.Address.AbsolutePath);
        Assert.NotEqual(before, await ReadAsync(user));
    }

    [Fact, Rule("NOTE-021")]
    public async Task An_own_notification_is_removed_and_can_be_brought_back()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        var list = await visitor.OpenAsync("/notifications/");

        var removed = await list.SubmitAsync("form[action^='/remove_notifications/']");
        Assert.Contains(site.Say("notifications.tidy.removed"), removed.AllText, StringComparison.Ordinal);
        Assert.Empty(await site.ToldAsync(user));
        Assert.Equal("""{"unread_count":0}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);

        await removed.SubmitAsync("form[data-undo]");
        Assert.Equal(["Member"], await site.ToldAsync(user));
        Assert.Equal("""{"unread_count":1}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);
    }

    [Fact]
    public async Task What_was_removed_a_day_ago_is_gone_for_good()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        var removed = await (await visitor.OpenAsync("/notifications/")).SubmitAsync("form[action^='/remove_notifications/']");
        var undo = removed.Find("form[data-undo]").GetAttribute("action")!;
        var token = removed.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;

        site.Time.Advance(TimeSpan.FromHours(25));
        await site.RunJobAsync("notifications.drop-removed");

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostAsync(undo, [new("__RequestVerificationToken", token)])).Status);
        Assert.Empty(await site.ToldAsync(user));
    }

    [Fact]
    public async Task Nobody_brings_back_what_somebody_else_removed()
    {
        var (owner, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        var removed = await (await owner.OpenAsync("/notifications/")).SubmitAsync("form[action^='/remove_notifications/']");
        var (other, _) = await site.SignInAsync();
        var token = (await other.OpenAsync("/notifications/mail/")).Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;

        var restored = await other.PostAsync(removed.Find("form[data-undo]").GetAttribute("action")!, [new("__RequestVerificationToken", token)]);

        Assert.Equal(HttpStatusCode.NotFound, restored.Status);
        Assert.Empty(await site.ToldAsync(user));
    }

    [Fact, Rule("NOTE-018"), Rule("NOTE-022"), Rule("NOTE-023")]
    public async Task All_are_marked_as_read_and_the_read_ones_deleted()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        await site.TellAsync("Blue", user);

        var marked = await (await visitor.OpenAsync("/notifications/")).SubmitAsync("#mark-all-read");
        Assert.Contains(site.Say("notifications.tidy.allread"), marked.AllText, StringComparison.Ordinal);
        await site.TellAsync("Guest", user);
        await (await visitor.OpenAsync("/notifications/?show=read")).SubmitAsync("#delete-all-read form");

        Assert.Equal(["Guest"], await site.ToldAsync(user));
    }

    [Fact]
    public async Task With_htmx_the_answer_to_a_removal_is_the_list_that_was_looked_at()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        await site.TellAsync("Blue", user);
        var list = await visitor.OpenAsync("/notifications/");

        var part = await list.SubmitAsync("form[action^='/remove_notifications/']", partial: true);

        Assert.Equal(HttpStatusCode.OK, part.Status);
        Assert.Null(part.Document.QuerySelector("html[lang]"));
        Assert.Single(part.Document.QuerySelectorAll("#notification-list #notifications tbody tr"));
        Assert.Contains("data-undo", part.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_costs_two_statements_whether_it_holds_one_or_three()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        await visitor.OpenAsync("/notifications/");
        Assert.Contains("sql;desc=\"2\"", (await visitor.OpenAsync("/notifications/")).Answer.Headers.GetValues("Server-Timing"));

        await site.TellAsync("Blue", user);
        await site.TellAsync("Guest", user);
        await visitor.GetAsync($"/user_notifications_count/{user}/");

        Assert.Contains("sql;desc=\"2\"", (await visitor.OpenAsync("/notifications/")).Answer.Headers.GetValues("Server-Timing"));
    }

    [Fact, Rule("NOTE-015"), Rule("NOTE-024")]
    public async Task The_number_is_one_s_own_and_follows_what_happens()
    {
        var (visitor, user) = await site.SignInAsync();
        Assert.Equal("""{"unread_count":0}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);

        await site.TellAsync("Member", user);
        Assert.Equal("""{"unread_count":1}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);

        await (await visitor.OpenAsync("/notifications/")).SubmitAsync("#mark-all-read");
        Assert.Equal("""{"unread_count":0}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/user_notifications_count/999999/")).Status);
    }

    [Fact, Rule("NOTE-012"), Rule("NOTE-014")]
    public async Task The_number_comes_from_the_cache_a_zero_too()
    {
        var (visitor, user) = await site.SignInAsync();
        await visitor.GetAsync($"/user_notifications_count/{user}/");

        var again = await visitor.GetAsync($"/user_notifications_count/{user}/");

        Assert.Contains("sql;desc=\"0\"", again.Answer.Headers.GetValues("Server-Timing"));
    }

    [Fact, Rule("NOTE-011")]
    public async Task The_number_is_kept_for_a_day()
    {
        var (visitor, user) = await site.SignInAsync();
        var reader = site.Services.GetRequiredService<BellReader>();
        await visitor.GetAsync($"/user_notifications_count/{user}/");

        site.Time.Advance(TimeSpan.FromSeconds(86_000));
        Assert.Equal(0, await StatementsAsync(reader, user));

        site.Time.Advance(TimeSpan.FromSeconds(500));
        Assert.Equal(1, await StatementsAsync(reader, user));
    }

    [Fact, Rule("NOTE-028")]
    public async Task The_bell_looks_when_a_signal_comes_and_by_the_clock_where_none_can()
    {
        var (visitor, _) = await site.SignInAsync();

        var count = (await visitor.OpenAsync("/notifications/")).Find("#count-bell");

        Assert.Equal("live:notifications from:#live, every 30s, look", count.GetAttribute("hx-trigger"));
        // The script lets a part with this mark ask only while the page is looked at and its stream of signals is closed.
        Assert.True(count.HasAttribute("data-poll"));
    }

    private static async Task<int> StatementsAsync(BellReader reader, UserId user)
    {
        var tally = StatementCounter.Begin();
        await reader.FindAsync(user, CancellationToken.None);
        return tally.Statements.Count;
    }

    /// <summary>Names of the user's notifications, those that were read in brackets.</summary>
    private Task<List<string>> ReadAsync(UserId user) => site.AskAsync(async s =>
        (await s.GetRequiredService<NotificationsDb>().Notifications.AsNoTracking().Where(n => n.UserId == user).OrderBy(n => n.Id).ToListAsync())
            .Select(n => n.Viewed ? $"({n.Arguments[0]})" : n.Arguments[0]).ToList());
}
