using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

/// <summary>What previews of states and groups say, held against what saving then does, where groups admit some states only.</summary>
public sealed class PreviewOracleTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string States = "/admin/authentication/state/";

    [Fact]
    public async Task A_preview_of_a_state_counts_the_groups_that_those_who_move_have_to_leave()
    {
        var warden = await site.WardenAsync();
        GroupPilot[] pilots = [await site.MemberAsync(), await site.MemberAsync(), await site.MemberAsync(), await site.MemberAsync(), await site.GuestAsync()];
        var (first, second, third, off, guest) = (pilots[0], pilots[1], pilots[2], pilots[3], pilots[4]);
        var members = await GroupAsync([site.Member], "auth.optimer_view", "auth.srp_management");
        var both = await GroupAsync([site.Member, site.Guest], "auth.human_resources");
        var everybody = await GroupAsync([], "auth.srp_management");
        await site.PutInAsync(members, first.User, second.User, off.User);
        await site.PutInAsync(both, second.User, third.User, guest.User);
        await site.PutInAsync(everybody, second.User);
        await site.ReadAsync<int>($"UPDATE authentication.users SET is_active = false WHERE id = {off.User}");

        // A state above Member that grants what one of the groups does: that is not lost.
        var alliance = site.Eve.Universe.Alliances[Furnishing.OurAlliance].Name;
        Dictionary<string, string> wing = new(StringComparer.Ordinal) { ["name"] = "Wing", ["priority"] = "5000", ["alliances_add"] = alliance, ["permissions"] = "auth.optimer_view" };
        await CompareAsync(warden, pilots, $"{States}add/", "#state-form", wing, preview: $"{States}add/preview/");
        var state = (await site.SendAsync(new FindStates())).Single(s => s.Name == "Wing").State;
        Assert.False(await site.IsInAsync(first.User, members));

        // Back to Member by deleting it: who is in a group for Wing alone leaves that.
        await site.PutInAsync(await GroupAsync([state], "auth.timer_management"), first.User, third.User);
        await site.PutInAsync(await GroupAsync([state, site.Member], "auth.optimer_management"), first.User);
        await CompareAsync(warden, pilots, $"{States}{state}/delete/", "#confirm-form", [], preview: null);

        // And to Guest, as the alliance goes from the list.
        await site.PutInAsync(members, first.User, second.User);
        await site.PutInAsync(both, second.User);
        await CompareAsync(warden, pilots, $"{States}{site.Member}/change/", "#state-form", [], $"{States}{site.Member}/change/preview/", page => page.Find("input[name=alliances]").RemoveAttribute("checked"));
        Assert.False(await site.IsInAsync(first.User, members));
        Assert.True(await site.IsInAsync(second.User, both));
    }

    [Fact]
    public async Task A_preview_of_a_group_counts_whom_its_states_shut_out()
    {
        var (warden, member, guest, coming, comingGuest) = (await site.WardenAsync(), await site.GuestAsync(), await site.GuestAsync(), await site.GuestAsync(), await site.GuestAsync());
        var state = await site.ReadAsync<int>("INSERT INTO authentication.states (name, priority, is_public, revision) VALUES ('Crew', -7000, false, 0) RETURNING id");
        await site.ReadAsync<int>($"UPDATE authentication.users SET state = {state} WHERE id IN ({member.User}, {coming.User})");
        var group = await GroupAsync([], "auth.timer_management");
        await site.PutInAsync(group, member.User, guest.User);
        await site.DeliverEventsAsync();
        GroupPilot[] pilots = [member, guest, coming, comingGuest];
        var form = $"/admin/groupmanagement/group/{group}/change/";

        await CompareAsync(
            warden, pilots, form, "#group-form", new(StringComparer.Ordinal) { ["members_add"] = coming.Name }, form + "preview/",
            page => page.Find($"input[name=states][value='{state}']").SetAttribute("checked", "checked"));
        Assert.True(await site.IsInAsync(coming.User, group));
        Assert.False(await site.IsInAsync(guest.User, group));

        await CompareAsync(warden, pilots, form, "#group-form", new(StringComparer.Ordinal) { ["members_add"] = comingGuest.Name }, form + "preview/");
        Assert.False(await site.IsInAsync(comingGuest.User, group));
    }

    /// <summary>Asks, saves, waits until all of it is carried out, and compares for each pilot what was said with what became of it.</summary>
    private async Task CompareAsync(
        Visitor warden, GroupPilot[] pilots, string address, string form, Dictionary<string, string> fields, string? preview, Action<VisitedPage>? change = null)
    {
        await site.DeliverEventsAsync();
        var before = await AccessAsync(pilots);
        var said = await OpenAsync();
        if (preview is not null)
        {
            said.Find(form).SetAttribute("action", preview);
            said = await said.SubmitAsync(form, fields, partial: true);
        }

        Assert.Equal(before, await AccessAsync(pilots));
        await (await OpenAsync()).SubmitAsync(form, fields, button: preview is null ? "button" : null);
        await site.DeliverEventsAsync();
        await site.JobsEndAsync();
        await site.DeliverEventsAsync();

        var after = await AccessAsync(pilots);
        var told = said.Document.QuerySelectorAll("ul.diff > li").ToDictionary(
            li => li.QuerySelector("a, b")!.TextContent.Trim(), li => (Loses: Names(li.QuerySelectorAll(".what .minus")), Gains: Names(li.QuerySelectorAll(".what .plus"))), StringComparer.Ordinal);
        foreach (var pilot in pilots)
        {
            var expected = (Loses: Words(before[pilot.User].Split(' ').Except(after[pilot.User].Split(' '))), Gains: Words(after[pilot.User].Split(' ').Except(before[pilot.User].Split(' '))));
            Assert.Equal((pilot.Name, expected), (pilot.Name, told.GetValueOrDefault(pilot.Name, ("", ""))));
        }

        async Task<VisitedPage> OpenAsync()
        {
            var page = await warden.OpenAsync(address);
            change?.Invoke(page);
            return page;
        }
    }

    private async Task<Dictionary<UserId, string>> AccessAsync(GroupPilot[] pilots) =>
        (await site.SendAsync(new AccessOf([.. pilots.Select(p => p.User)]))).ToDictionary(a => a.User, a => Words(a.Permissions));

    private static string Names(IEnumerable<AngleSharp.Dom.IElement> chips) => Words(chips.Select(c => c.LastChild!.TextContent.Trim()));

    private static string Words(IEnumerable<string> permissions) => string.Join(' ', permissions.Where(p => p.Length > 0).Order(StringComparer.Ordinal));

    private async Task<GroupId> GroupAsync(IReadOnlyList<StateId> states, params string[] permissions)
    {
        var group = await site.GroupAsync(g => g.States = [.. states.Select(s => s.Value)]);
        await site.SendAsync(new SetGroupPermissions(group.Id, permissions, null));
        return group.Id;
    }
}
