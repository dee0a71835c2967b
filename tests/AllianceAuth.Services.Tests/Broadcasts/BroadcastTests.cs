using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Names;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Broadcasts;

public sealed class BroadcastTests(NamingSite site) : IClassFixture<NamingSite>
{
    private const string Path = "/services/broadcast/";
    private const string Own = "auth.jabber_broadcast";
    private const string All = "auth.jabber_broadcast_all";

    [Fact, Rule("SVC-055")]
    public async Task Without_either_permission_the_page_is_closed()
    {
        var (visitor, _, _) = await site.PilotAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync(Path)).Status);
    }

    [Fact, Rule("OPF-025")]
    public async Task Whoever_may_write_to_own_groups_is_offered_no_others()
    {
        var (visitor, user, _) = await site.PilotAsync(Own);
        var (mine, other) = (await site.GroupAsync(), await site.GroupAsync());
        await JoinAsync(user, mine.Group);

        var offered = (await visitor.OpenAsync(Path)).Document.QuerySelectorAll("select[name=group] option").Select(o => o.TextContent).ToList();

        Assert.Contains(mine.Name, offered);
        Assert.DoesNotContain(other.Name, offered);
        Assert.DoesNotContain(site.Say("services.broadcast.everybody"), offered);
    }

    [Fact, Rule("OPF-025")]
    public async Task Whoever_may_write_to_all_is_offered_everybody_and_every_group()
    {
        var (visitor, _, _) = await site.PilotAsync(All);
        var other = await site.GroupAsync();

        var offered = (await visitor.OpenAsync(Path)).Document.QuerySelectorAll("select[name=group] option").Select(o => o.TextContent).ToList();

        Assert.Contains(other.Name, offered);
        Assert.Contains(site.Say("services.broadcast.everybody"), offered);
    }

    [Fact, Rule("OPF-027")]
    public async Task The_message_goes_out_with_sender_target_time_and_the_note_on_replies()
    {
        var (visitor, user, name) = await site.PilotAsync(Own);
        var group = await site.GroupAsync();
        await JoinAsync(user, group.Group);
        var word = Word();
        var ticker = await site.ReadAsync<string>($"SELECT main_corporation_ticker FROM authentication.users WHERE id = {user}");

        var page = await SendAsync(visitor, group.Group.ToString(), $"{word} undock");
        await SettleAsync(word);

        var (message, groups) = Assert.Single(site.Pager.With(word));
        Assert.Equal([group.Name], groups);
        Assert.Matches($@"^{word} undock\n##### SENT BY: \[{ticker}\]{name} TO: {group.Name} WHEN: \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d #####\n##### .+ #####\n$", message);
        Assert.Contains(site.Say("services.broadcast.onitsway", group.Name), page.AllText, StringComparison.Ordinal);
        var log = (await visitor.OpenAsync(Path)).Text("#broadcast-lines");
        Assert.Contains(name, log, StringComparison.Ordinal);
        Assert.Contains(site.Say("services.broadcast.state.sent"), log, StringComparison.Ordinal);
    }

    [Fact, Rule("OPF-028")]
    public async Task To_all_names_no_group()
    {
        var (visitor, _, _) = await site.PilotAsync(All);
        var word = Word();

        await SendToAllAsync(visitor, word);
        await SettleAsync(word);

        Assert.Empty(Assert.Single(site.Pager.With(word)).Groups);
    }

    [Fact]
    public async Task A_message_to_everybody_is_asked_about_once_more()
    {
        var (visitor, _, _) = await site.PilotAsync(All);
        var word = Word();
        var page = await visitor.OpenAsync(Path);

        var question = await page.SubmitAsync("#broadcast-form", new Dictionary<string, string> { ["group"] = "all", ["message"] = word }, button: "button[value=send]");
        Assert.Contains(site.Say("services.broadcast.sure.what"), question.Text("#sure"), StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(word));
        await question.SubmitAsync("#broadcast-form", button: "button[name=sure]");

        Assert.Equal(1, await CountAsync(word));
    }

    [Fact]
    public async Task The_menu_leads_here_only_where_a_service_can_send()
    {
        var (visitor, user, _) = await site.PilotAsync(All);
        var access = (await site.SendAsync(new AccessOf([user]))).Single();

        Assert.NotNull((await visitor.OpenAsync("/dashboard/")).Document.QuerySelector($"nav a[href='{Path}']"));
        Assert.False(new InstalledServices([]).MayBroadcast(access));
    }

    [Fact]
    public async Task A_forged_group_is_refused_and_the_message_kept()
    {
        var (visitor, _, _) = await site.PilotAsync(Own);
        var other = await site.GroupAsync();
        var word = Word();

        var page = await SendAsync(visitor, other.Group.ToString(), word);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(site.Say("services.broadcast.group.choose"), page.Text("#field-group-error"));
        Assert.Equal(word, page.Find("textarea[name=message]").TextContent.Trim());
        Assert.Equal(0, await CountAsync(word));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_sent_on_once()
    {
        var (visitor, _, _) = await site.PilotAsync(All);
        var word = Word();
        var page = await visitor.OpenAsync(Path);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendToAllAsync(page, word)));
        await SettleAsync(word);
        await site.RunJobAsync("services.send-broadcast");

        Assert.Single(site.Pager.With(word));
    }

    [Fact, Rule("OPF-031")]
    public async Task What_fails_is_told_with_the_reason_and_can_be_edited_and_sent_again()
    {
        var (visitor, user, _) = await site.PilotAsync(All);
        var word = Word();
        site.Pager.Troubles[word] = ServiceException.Down("services.trouble.fault");

        await SendToAllAsync(visitor, word);
        await SettleAsync(word);

        var page = await visitor.OpenAsync(Path);
        Assert.Contains(site.Say("services.trouble.fault"), page.Text("#broadcast-lines"), StringComparison.Ordinal);
        var again = await page.SubmitAsync("#broadcast-lines form", button: "button");
        Assert.Equal(word, again.Find("textarea[name=message]").TextContent.Trim());
        Assert.Equal(1L, await site.ReadAsync<long>($"SELECT count(*) FROM notifications.notifications WHERE user_id = {user} AND title = 'services.broadcast.notice.title'"));
    }

    [Fact]
    public async Task A_service_that_is_busy_gets_it_at_the_next_look()
    {
        var (visitor, _, _) = await site.PilotAsync(All);
        var word = Word();
        site.Pager.Troubles[word] = ServiceException.Busy(TimeSpan.FromSeconds(5));
        await SendToAllAsync(visitor, word);
        await site.RunJobAsync("services.send-broadcast");
        await Eventually.TrueAsync(async () => await StateAsync(word) == "Waiting", "the message to wait again");

        site.Pager.Troubles.TryRemove(word, out _);
        await SettleAsync(word);

        Assert.Single(site.Pager.With(word));
    }

    [Fact]
    public async Task What_was_being_sent_while_its_node_stopped_is_told_as_unknown_and_never_sent_again()
    {
        var (visitor, user, _) = await site.PilotAsync(All);
        var word = Word();
        await StoreAsync(word, "Sending", user.Value, minutesAgo: 6);

        await site.RunJobAsync("services.send-broadcast");

        Assert.Empty(site.Pager.With(word));
        Assert.Contains(site.Say("services.broadcast.lost"), (await visitor.OpenAsync(Path)).Text("#broadcast-lines"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waited_too_long_is_not_sent()
    {
        var (visitor, user, _) = await site.PilotAsync(All);
        var word = Word();
        await StoreAsync(word, "Waiting", user.Value, minutesAgo: 31);

        await site.RunJobAsync("services.send-broadcast");

        Assert.Empty(site.Pager.With(word));
        Assert.Contains(site.Say("services.broadcast.late"), (await visitor.OpenAsync(Path)).Text("#broadcast-lines"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_shows_everybodys_only_to_those_who_may_write_to_all()
    {
        var (all, _, _) = await site.PilotAsync(All);
        var (own, _, _) = await site.PilotAsync(Own);
        var word = Word();

        await SendToAllAsync(all, word);

        Assert.Contains(word, (await all.OpenAsync(Path)).AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(word, (await own.OpenAsync(Path)).AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_Alliance_Auth_leads_here()
    {
        var (visitor, _, _) = await site.PilotAsync(Own);

        Assert.Equal(Path, (await visitor.OpenAsync("/openfire/broadcast/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task The_formatters_text_flows_into_the_message()
    {
        var (visitor, _, _) = await site.PilotAsync(All);
        var form = await visitor.OpenAsync("/services/tool/fleet_formatter_tool/");
        Dictionary<string, string> fields = form.Document.QuerySelectorAll("#fleet-form [name]").Select(e => e.GetAttribute("name")!).Where(n => !n.StartsWith("__", StringComparison.Ordinal))
            .ToDictionary(n => n, n => n is "reimbursable" or "important" ? "yes" : "Muninn");

        var page = await (await form.SubmitAsync("#fleet-form", fields)).SubmitAsync("#fleet-result form", button: "button");

        Assert.StartsWith("Fleet Name: Muninn\nFC: Muninn", page.Find("textarea[name=message]").TextContent.Trim().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private string Word() => $"word{site.Next()}";

    private async Task JoinAsync(Shared.Access.UserId user, Shared.Access.GroupId group)
    {
        await site.SendAsync(new AddToGroups([new Membership(user, group)], null, "test"));
        await site.DeliverEventsAsync();
    }

    private static async Task<VisitedPage> SendAsync(Visitor visitor, string group, string message) => await SendAsync(await visitor.OpenAsync(Path), group, message);

    private static Task<VisitedPage> SendAsync(VisitedPage page, string group, string message) =>
        page.SubmitAsync("#broadcast-form", new Dictionary<string, string> { ["group"] = group, ["message"] = message }, button: "button[value=send]");

    private static async Task<VisitedPage> SendToAllAsync(VisitedPage page, string message) =>
        await (await SendAsync(page, "all", message)).SubmitAsync("#broadcast-form", button: "button[name=sure]");

    private static async Task<VisitedPage> SendToAllAsync(Visitor visitor, string message) => await SendToAllAsync(await visitor.OpenAsync(Path), message);

    /// <summary>Runs the job until the message came to an end; the site may run it at the same moment.</summary>
    private Task SettleAsync(string word) => Eventually.TrueAsync(
        async () =>
        {
            await site.RunJobAsync("services.send-broadcast");
            return await StateAsync(word) is "Sent" or "Failed";
        },
        "the message to be sent");

    private Task<string?> StateAsync(string word) => site.ReadAsync<string>($"SELECT state FROM services.broadcasts WHERE message LIKE '%{word}%'");

    private Task<long> CountAsync(string word) => site.ReadAsync<long>($"SELECT count(*) FROM services.broadcasts WHERE message LIKE '%{word}%'");

    private Task StoreAsync(string word, string state, int user, int minutesAgo) => site.ReadAsync<int>(
        $"""
        INSERT INTO services.broadcasts (id, service, sender, sender_name, message, text, created_at, state, state_at, reason_arguments)
        VALUES (gen_random_uuid(), 'pager', {user}, '[X]Y', '{word}', '{word}', now() - interval '{minutesAgo} min', '{state}', now() - interval '{minutesAgo} min', ARRAY[]::text[])
        """);
}
