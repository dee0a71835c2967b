using System.Globalization;
using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>What the question before a deletion says about everybody's access.</summary>
public sealed class DeletionPreviewTests(AdminSite site) : IClassFixture<AdminSite>
{
    private const string Timers = "auth.timer_view";
    private const string Fleets = "auth.optimer_view";

    private static int _priority = 7_000;

    [Fact, Rule("ADM-033")]
    public async Task Deleting_a_state_first_shows_who_loses_what()
    {
        var (state, user) = await StateAsync(Timers);

        var question = await (await site.RootAsync()).OpenAsync($"{AdminSite.States}{state}/delete/");

        var row = await RowOfAsync(question, user);
        Assert.Contains(Timers, row, StringComparison.Ordinal);
        Assert.Contains("Guest", row, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(state));
    }

    [Fact]
    public async Task A_permission_that_is_held_another_way_is_not_named_as_lost()
    {
        var (state, user) = await StateAsync(Timers, Fleets);
        await site.ExecuteAsync($"INSERT INTO authentication.user_permissions (user_id, permission) VALUES ({user}, '{Timers}')");

        var question = await (await site.RootAsync()).OpenAsync($"{AdminSite.States}{state}/delete/");

        var row = await RowOfAsync(question, user);
        Assert.Contains(Fleets, row, StringComparison.Ordinal);
        Assert.DoesNotContain(Timers, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_other_names_or_for_the_file_deletes_nothing()
    {
        var (state, user) = await StateAsync(Timers);
        var root = await site.RootAsync();
        var question = await root.OpenAsync($"{AdminSite.States}{state}/delete/");
        var token = question.Find("#confirm-form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var address = question.Find("#access-preview button[name=show]").GetAttribute("formaction")!;

        var gaining = await root.PostAsync(address, [new("__RequestVerificationToken", token), new("show", "gaining")], partial: true);
        var file = await root.PostAsync(address, [new("__RequestVerificationToken", token), new("show", "csv")]);

        Assert.DoesNotContain(await NameAsync(user), gaining.Text("#access-preview"), StringComparison.Ordinal);
        Assert.Equal("text/csv", file.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1, await CountAsync(state));
    }

    [Fact]
    public async Task Several_states_at_once_are_one_preview_and_its_buttons_delete_none()
    {
        var ((first, one), (second, two)) = (await StateAsync(Timers), await StateAsync(Fleets));
        var root = await site.RootAsync();
        var token = (await root.OpenAsync(AdminSite.States)).Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        KeyValuePair<string, string>[] sent =
            [new("__RequestVerificationToken", token), new("action", "delete"), new("items", first), new("items", second)];

        var question = await root.PostAsync($"{AdminSite.States}act/", sent);
        var losing = await root.PostAsync(question.Find("#access-preview button[name=show]").GetAttribute("formaction")!, [.. sent, new("show", "losing")], partial: true);

        foreach (var panel in new[] { question.Text("#access-preview"), losing.Text("#access-preview") })
        {
            Assert.Contains(await NameAsync(one), panel, StringComparison.Ordinal);
            Assert.Contains(await NameAsync(two), panel, StringComparison.Ordinal);
        }

        Assert.Equal(2, await CountAsync(first) + await CountAsync(second));
    }

    [Fact]
    public async Task Deleting_a_group_shows_what_its_members_lose()
    {
        var user = await site.UserAsync();
        var group = await site.GroupAsync(AdminSite.Unique("Couriers"));
        await site.AskAsync(async s =>
        {
            var mediator = s.GetRequiredService<IMediator>();
            await mediator.Send(new SetGroupPermissions(group, [Timers], null));
            await mediator.Send(new AddToGroups([new Membership(user, group)], null, "authentication.audit.group"));
            return true;
        });

        var question = await (await site.RootAsync()).OpenAsync($"/admin/groupmanagement/group/{group}/delete/");

        var row = question.Text("#access-preview ul.diff li.loses");
        Assert.Contains(await NameAsync(user), row, StringComparison.Ordinal);
        Assert.Contains(Timers, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_touches_nobodys_access_has_no_such_panel()
    {
        var user = await site.UserAsync();
        var root = await site.RootAsync();

        var question = await root.OpenAsync($"{AdminSite.Users}{user}/delete/");

        Assert.Null(question.Document.QuerySelector("#access-preview"));
        var token = question.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.NotFound, (await root.PostAsync($"{AdminSite.Users}{user}/delete/preview/", [new("__RequestVerificationToken", token)])).Status);
    }

    [Fact]
    public async Task Whoever_may_not_delete_sees_no_preview_of_it()
    {
        var (state, _) = await StateAsync(Timers);
        var (staff, _) = await site.StaffAsync("authentication.view_state", "authentication.change_state");
        var token = (await staff.OpenAsync("/account/logout/")).Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;

        var answer = await staff.PostAsync($"{AdminSite.States}{state}/delete/preview/", [new("__RequestVerificationToken", token), new("show", "csv")]);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    /// <summary>A state that grants something, with one user in it whom nothing else keeps there.</summary>
    private async Task<(string State, UserId User)> StateAsync(params IReadOnlyList<string> permissions)
    {
        var name = AdminSite.Unique("Envoys");
        var priority = Interlocked.Increment(ref _priority);
        await site.ExecuteAsync($"INSERT INTO authentication.states (name, priority, is_public, revision) VALUES ('{name}', {priority}, false, 0)");
        var state = await site.ReadAsync<int>($"SELECT id FROM authentication.states WHERE name = '{name}'");
        var user = await site.UserAsync();
        await site.ExecuteAsync($"UPDATE authentication.users SET state = {state} WHERE id = {user}");
        foreach (var permission in permissions)
        {
            await site.ExecuteAsync($"INSERT INTO authentication.state_permissions (state_id, permission) VALUES ({state}, '{permission}')");
        }

        return (state.ToString(CultureInfo.InvariantCulture), user);
    }

    /// <summary>Users of other tests stand in their states without a rule that keeps them there, so they may be named, too.</summary>
    private async Task<string> RowOfAsync(VisitedPage question, UserId user)
    {
        var name = await NameAsync(user);
        return Assert.Single(question.Document.QuerySelectorAll("#access-preview ul.diff li.loses"), row => row.QuerySelector("b")?.TextContent == name).TextContent;
    }

    private async Task<string> NameAsync(UserId user) => (await site.ReadAsync<string>($"SELECT user_name FROM authentication.users WHERE id = {user}"))!;

    private Task<long> CountAsync(string state) => site.ReadAsync<long>($"SELECT count(*) FROM authentication.states WHERE id = {state}");
}
