using System.Net;
using AllianceAuth.Testing;
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

    [Fact, Rule("NOTE-021"), Rule("NOTE-025")]
    public async Task An_own_notification_is_removed_by_a_button_and_not_by_a_link()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        var list = await visitor.OpenAsync("/notifications/");
        var path = list.Find("form[action^='/remove_notifications/']").GetAttribute("action")!;

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await visitor.GetAsync(path)).Status);
        await list.SubmitAsync("form[action^='/remove_notifications/']");

        Assert.Empty(await site.ToldAsync(user));
    }

    [Fact, Rule("NOTE-022"), Rule("NOTE-023")]
    public async Task All_are_marked_as_read_and_the_read_ones_deleted()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        await site.TellAsync("Blue", user);

        var marked = await (await visitor.OpenAsync("/notifications/")).SubmitAsync("#mark-all-read");
        Assert.Contains("All notifications are marked as read.", marked.AllText, StringComparison.Ordinal);
        await site.TellAsync("Guest", user);
        await (await visitor.OpenAsync("/notifications/")).SubmitAsync("#delete-all-read");

        Assert.Equal(["Guest"], await site.ToldAsync(user));
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
}
