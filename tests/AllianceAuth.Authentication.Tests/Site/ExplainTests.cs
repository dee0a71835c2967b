using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Site;

public sealed class ExplainTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Timers = "auth.timer_view";

    [Fact]
    public async Task A_pilot_reads_every_way_to_everything_they_hold_from_the_dashboard_on()
    {
        var (visitor, user, _) = await PilotAsync();
        var (group, _) = await GroupAsync(Timers, user);
        await GrantAsync(user, Timers);

        var dashboard = await visitor.OpenAsync("/dashboard/");
        var page = await visitor.OpenAsync(dashboard.Find("#permissions a[href='/permissions/explain/']").GetAttribute("href")!);

        var row = Assert.Single(page.Document.QuerySelectorAll("#held tbody tr"));
        Assert.Equal([$"Group: {group}", "User: granted directly"], row.QuerySelectorAll(".badge").Select(b => b.TextContent.Trim()));
        Assert.Null(page.Document.QuerySelector("a[href='/permissions/explain/ask/']"));
    }

    [Fact]
    public async Task The_answer_names_each_way_and_what_would_take_it_away()
    {
        var (visitor, user, main) = await PilotAsync();
        var (group, _) = await GroupAsync(Timers, user);
        await GrantAsync(user, Timers);

        var page = await visitor.OpenAsync("/permissions/explain/auth/timer_view/");

        Assert.Contains($"Yes, by 2 ways. {main} has: Can view structure timers.", page.Text(".callout .title"), StringComparison.Ordinal);
        Assert.Contains($"is in the group {group}", page.Text("#answer"), StringComparison.Ordinal);
        Assert.Contains($"{main} was granted", page.Text("#answer"), StringComparison.Ordinal);
        Assert.Contains($"Leaving the group {group}, and an admin", page.Text("#losses"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_state_the_chain_goes_from_the_main_by_its_corporation_to_the_permission()
    {
        var (visitor, user, main) = await PilotAsync();
        var state = await StateOfCorporationAsync(user, "auth.optimer_view");

        var page = await visitor.OpenAsync("/permissions/explain/auth/optimer_view/");

        var steps = page.Document.QuerySelectorAll(".chain > li").Select(li => li.TextContent).ToList();
        Assert.Contains($"{main} is the main", steps[0], StringComparison.Ordinal);
        Assert.Contains("flies for", steps[1], StringComparison.Ordinal);
        Assert.Contains($"so the state is {state}", steps[^2], StringComparison.Ordinal);
        Assert.Contains($"of 2 that fit: {state}, Guest", steps[^2], StringComparison.Ordinal);
        Assert.Contains("auth.optimer_view", steps[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_lacks_something_reads_which_state_and_which_open_group_would_give_it_and_nothing_of_hidden_groups()
    {
        const string Permission = "auth.jabber_broadcast";
        var (visitor, _, main) = await PilotAsync();
        var (open, id) = await GroupAsync(Permission);
        var (hidden, _) = await GroupAsync(Permission);
        await site.DeliverEventsAsync();
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().Database.ExecuteSqlAsync(
            $"UPDATE groupmanagement.groups SET is_internal = false, is_hidden = false, is_open = true, is_public = true WHERE id = {id.Value}"));
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().Database.ExecuteSqlAsync($"INSERT INTO authentication.state_permissions VALUES (3, {Permission})"));
        await DropGroupBookAsync();

        var page = await visitor.OpenAsync("/permissions/explain/auth/jabber_broadcast/");
        using var root = await site.RootAsync();
        var seenByRoot = await root.OpenAsync($"/permissions/explain/user/{await NumberOfAsync(main)}/auth/jabber_broadcast/");

        Assert.StartsWith($"No. {main} does not have", page.Text(".callout .title"), StringComparison.Ordinal);
        Assert.Contains("State: Member", page.Text("#ways-in"), StringComparison.Ordinal);
        Assert.Contains($"Group: {open}", page.Text("#ways-in"), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"#ways-in a[href='/group/request/join/{id.Value}/']"));
        Assert.DoesNotContain(hidden, page.AllText, StringComparison.Ordinal);
        Assert.Contains(hidden, seenByRoot.Text("#ways-in"), StringComparison.Ordinal);
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().StatePermissions.Where(p => p.Permission == Permission).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task A_page_that_is_closed_names_who_grants_the_permission_and_leads_to_the_explanation()
    {
        const string Permission = "permissions_tool.audit_permissions";
        var (visitor, _, main) = await PilotAsync();
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().Database.ExecuteSqlAsync($"INSERT INTO authentication.state_permissions VALUES (3, {Permission})"));

        var refused = await visitor.GetAsync("/permissions/overview/");
        var why = await visitor.OpenAsync(refused.Find("a[href^='/permissions/explain/']").GetAttribute("href")!);

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("Member", refused.Text("main"), StringComparison.Ordinal);
        Assert.StartsWith($"No. {main} does not have", why.Text(".callout .title"), StringComparison.Ordinal);
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().StatePermissions.Where(p => p.Permission == Permission).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Whoever_is_switched_off_holds_nothing_and_the_page_says_what_would_come_back()
    {
        using var root = await site.RootAsync();
        var (_, user, main) = await PilotAsync();
        await GrantAsync(user, Timers);
        await site.DoAsync(async s =>
        {
            await s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.Id == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.IsActive, false));
            await s.GetRequiredService<AccessReader>().DropAllAsync(CancellationToken.None);
        });

        var page = await root.OpenAsync($"/permissions/explain/user/{await NumberOfAsync(main)}/auth/timer_view/");

        Assert.Contains("Switched off", page.Text(".callout .title"), StringComparison.Ordinal);
        Assert.Contains("Sleeps", page.Text("#answer"), StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#losses"));
    }

    [Fact]
    public async Task A_superuser_holds_everything_and_the_page_says_so()
    {
        using var root = await site.RootAsync();

        var page = await root.OpenAsync("/permissions/explain/auth/human_resources/");

        Assert.Contains("Yes, by 1 way. root has: ", page.Text(".callout .title"), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("#way-superuser"));
    }

    [Theory]
    [InlineData("/permissions/explain/auth/no_such_thing/")]
    [InlineData("/permissions/explain/user/999999/")]
    [InlineData("/permissions/explain/user/999999/auth/timer_view/")]
    public async Task What_is_not_there_is_not_found(string address)
    {
        using var root = await site.RootAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync(address)).Status);
    }

    [Fact]
    public async Task The_question_leads_to_the_one_pilot_of_that_name_and_asks_back_when_there_are_several()
    {
        using var root = await site.RootAsync();
        var ((_, user, main), _) = (await PilotAsync(), await PilotAsync());

        var one = await root.OpenAsync($"/permissions/explain/ask/?pilot={Uri.EscapeDataString(main)}&permission={Timers}");
        var several = await root.OpenAsync("/permissions/explain/ask/?pilot=e");
        var none = await root.OpenAsync("/permissions/explain/ask/?pilot=No+Such+Pilot+Anywhere");

        Assert.Equal($"/permissions/explain/user/{user}/auth/timer_view/", one.Address.AbsolutePath);
        Assert.True(several.Document.QuerySelectorAll("#found li").Length > 1);
        Assert.Contains("Nobody here is called No Such Pilot Anywhere", none.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pilots_are_in_the_search_box_for_auditors_only()
    {
        using var root = await site.RootAsync();
        var (visitor, user, main) = await PilotAsync();
        var query = $"/search/?q={Uri.EscapeDataString(main)}";

        Assert.NotNull((await root.OpenAsync(query)).Document.QuerySelector($"a[href='/permissions/explain/user/{user}/']"));
        Assert.Null((await visitor.OpenAsync(query)).Document.QuerySelector("a[href^='/permissions/explain/user/']"));
    }

    [Fact]
    public async Task An_explanation_costs_few_statements()
    {
        var (visitor, user, _) = await PilotAsync();
        await GroupAsync(Timers, user);
        await site.DeliverEventsAsync();
        await visitor.OpenAsync("/permissions/explain/auth/timer_view/");

        Assert.InRange((await visitor.OpenAsync("/permissions/explain/")).Statements, 0, 1);
        Assert.InRange((await visitor.OpenAsync("/permissions/explain/auth/timer_view/")).Statements, 0, 3);
    }

    [Fact]
    public async Task The_state_form_shows_what_saving_would_do_with_and_without_script_and_saves_nothing()
    {
        using var root = await site.RootAsync();
        var (_, user, main) = await PilotAsync();
        var name = await StateOfCorporationAsync(user, Timers);
        var id = await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().States.Where(x => x.Name == name).Select(x => x.Id).SingleAsync());
        var address = $"/admin/authentication/state/{id}/change/";
        var form = await root.OpenAsync(address);
        List<KeyValuePair<string, string>> fields =
        [
            new("__RequestVerificationToken", form.Find("#state-form input[name=__RequestVerificationToken]").GetAttribute("value")!),
            new("revision", form.Find("#state-form input[name=revision]").GetAttribute("value")!),
            new("name", name),
            new("priority", form.Find("#state-form input[name=priority]").GetAttribute("value")!),
        ];

        var plain = await root.PostAsync($"{address}preview/", fields);
        var panel = await root.PostAsync($"{address}preview/", fields, partial: true);
        var file = await root.PostAsync($"{address}preview/", [.. fields, new("show", "csv")]);
        var wrong = await root.PostAsync($"{address}preview/", [.. fields.Where(f => f.Key != "priority"), new("priority", "100")], partial: true);

        Assert.Contains(main, plain.Text("#state-preview"), StringComparison.Ordinal);
        Assert.NotNull(plain.Document.QuerySelector("#state-form"));
        Assert.Contains($"{name} → Guest", panel.Text("#state-preview li.loses"), StringComparison.Ordinal);
        Assert.Contains(Timers, panel.Text("#state-preview li.loses .pm.minus"), StringComparison.Ordinal);
        Assert.Null(panel.Document.QuerySelector("#state-form"));
        Assert.Contains(main, file.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(id, await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.Id == user).Select(u => u.State).SingleAsync()));
    }

    [Fact]
    public async Task A_preview_is_not_for_those_who_may_not_change_the_state()
    {
        var (visitor, _, _) = await PilotAsync();
        var token = (await visitor.OpenAsync("/account/profile/")).Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;

        foreach (var address in new[] { "/admin/authentication/state/3/change/preview/", "/admin/authentication/state/add/preview/" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync(address, [new("__RequestVerificationToken", token), new("name", "x")])).Status);
        }
    }

    private async Task<(Visitor Visitor, UserId User, string Main)> PilotAsync()
    {
        var (visitor, main) = await site.RegisterAsync();
        return (visitor, await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.MainCharacterId == main.Id).Select(u => u.Id).SingleAsync()), main.Name);
    }

    private Task<int> NumberOfAsync(string main) => site.AskAsync(async s => (await s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.MainName == main).Select(u => u.Id).SingleAsync()).Value);

    private Task<(string Name, GroupId Id)> GroupAsync(string permission, params UserId[] members) => site.AskAsync(async s =>
    {
        var mediator = s.GetRequiredService<IMediator>();
        var name = $"Group {Guid.CreateVersion7()}";
        var group = await mediator.Send(new CreateGroup(name));
        await mediator.Send(new SetGroupPermissions(group, [permission], null));
        await mediator.Send(new AddToGroups([.. members.Select(m => new Membership(m, group))], null, "authentication.audit.group"));
        return (name, group);
    });

    private Task DropGroupBookAsync() => site.DoAsync(s => s.GetRequiredService<Microsoft.Extensions.Caching.Hybrid.HybridCache>().RemoveByTagAsync("groupmanagement.book").AsTask());

    private Task GrantAsync(UserId user, string permission) => site.DoAsync(async s =>
    {
        var db = s.GetRequiredService<AuthenticationDb>();
        db.UserPermissions.Add(new UserPermission(user, permission));
        await db.SaveChangesAsync();
        await s.GetRequiredService<AccessReader>().DropAllAsync(CancellationToken.None);
    });

    /// <summary>A state for the pilot's own main, carrying a permission.</summary>
    private Task<string> StateOfCorporationAsync(UserId user, string permission) => site.AskAsync(async s =>
    {
        var db = s.GetRequiredService<AuthenticationDb>();
        var main = await db.Users.Where(u => u.Id == user).Select(u => u.MainCharacterId!.Value).SingleAsync();
        var state = new State($"Wing {user}", 1_000_000 + user.Value);
        state.Members.Add(new StateMember(EveOnline.Contracts.EntityKind.Character, main));
        state.Permissions.Add(new StatePermission(permission));
        db.States.Add(state);
        await db.SaveChangesAsync();
        await db.DecideStatesAsync([user], DateTimeOffset.UnixEpoch);
        await s.GetRequiredService<AccessReader>().DropAllAsync(CancellationToken.None);
        return state.Name;
    });
}
