using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Notifications.Tests;

/// <summary>What staff see of everybody's notifications.</summary>
public sealed class AdminTests(NotificationSite site) : IClassFixture<NotificationSite>
{
    private const string List = "/admin/notifications/notification/";

    [Fact, Rule("NOTE-036"), Rule("ADM-029")]
    public async Task The_list_shows_whom_what_how_and_when_newest_first_and_is_searched_by_name()
    {
        var (visitor, user) = await site.SignInAsync();
        var (_, other) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        await site.TellAsync("Blue", other);

        var list = await visitor.OpenAsync(List);
        Assert.Equal([Title("Blue"), Title("Member")], list.Document.QuerySelectorAll("tbody tr").Take(2).Select(row => row.QuerySelector("a")!.TextContent.Trim()));
        Assert.Contains("Guest", list.Text("tbody tr"), StringComparison.Ordinal);
        Assert.Contains(site.Say("notifications.level.info"), list.Text("tbody tr"), StringComparison.Ordinal);

        var name = (await site.AskAsync(services => services.GetRequiredService<IMediator>().Send(new FindUsers([user])))).Single().UserName;
        var found = await visitor.OpenAsync($"{List}?q={name}");
        Assert.Equal([Title("Member")], found.Document.QuerySelectorAll("tbody tr").Select(row => row.QuerySelector("a")!.TextContent.Trim()));
    }

    [Fact, Rule("NOTE-037"), Rule("ADM-029")]
    public async Task Nobody_adds_or_changes_one_and_deleting_one_silences_its_bell()
    {
        var (visitor, user) = await site.SignInAsync();
        await site.TellAsync("Member", user);
        Assert.Equal("""{"unread_count":1}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);
        var id = await site.ReadAsync<long>($"SELECT id FROM notifications.notifications WHERE user_id = {user}");

        Assert.NotEqual(HttpStatusCode.OK, (await visitor.GetAsync($"{List}add/")).Status);
        var page = await visitor.OpenAsync($"{List}{id}/change/");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("main input:not([type=hidden]), main select, main textarea"));
        var asked = await visitor.OpenAsync($"{List}{id}/delete/");
        await asked.SubmitAsync("main form[method=post]");

        Assert.Empty(await site.ToldAsync(user));
        Assert.Equal("""{"unread_count":0}""", (await visitor.GetAsync($"/user_notifications_count/{user}/")).Body);
    }

    private string Title(string state) => site.Say("authentication.notice.state.title", state);
}
