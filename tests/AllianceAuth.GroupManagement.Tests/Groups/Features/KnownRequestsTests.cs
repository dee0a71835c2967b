using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

/// <summary>What a leader reads about whoever asks.</summary>
public sealed class KnownRequestsTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string Requests = "/groupmanagement/requests/";

    [Fact]
    public async Task How_long_they_are_with_us_and_in_how_many_groups_stands_beside_a_request()
    {
        var (leader, pilot, group) = await AskedAsync();
        await site.PutInAsync((await site.GroupAsync()).Id, pilot.User);
        await site.PutInAsync((await site.GroupAsync()).Id, pilot.User);
        var joined = await site.ReadAsync<string>($"SELECT to_char(date_joined AT TIME ZONE 'UTC', 'YYYY-MM-DD') FROM authentication.users WHERE id = {pilot.User}");

        var row = await RowAsync(leader, group);

        Assert.Contains(site.Say("groupmanagement.requests.known.since", joined!), row, StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.requests.known.groups.other", "2"), row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_refusals_of_the_same_group_are_counted_and_those_of_others_are_not()
    {
        var (leader, pilot, group) = await AskedAsync();
        var other = await site.GroupAsync();
        await NoteAsync(pilot, group, GroupLogType.Join, isAccepted: false, day: 1);
        await NoteAsync(pilot, group, GroupLogType.Join, isAccepted: false, day: 9);
        await NoteAsync(pilot, other, GroupLogType.Removed, isAccepted: true, day: 2);

        var row = await RowAsync(leader, group);

        Assert.Contains(site.Say("groupmanagement.requests.known.rejected", "2", "2026-03-09"), row, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Say("groupmanagement.requests.known.removed", "2026-03-02"), row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_in_the_group_before_is_known_to_have_left_or_to_have_been_taken_out()
    {
        var (leader, pilot, group) = await AskedAsync();
        await NoteAsync(pilot, group, GroupLogType.Leave, isAccepted: true, day: 3);
        await NoteAsync(pilot, group, GroupLogType.Removed, isAccepted: true, day: 4);

        var row = await RowAsync(leader, group);

        Assert.Contains(site.Say("groupmanagement.requests.known.left", "2026-03-03"), row, StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.requests.known.removed", "2026-03-04"), row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_whoever_wants_out_it_says_since_when_they_are_in()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await site.PutInAsync(group.Id, pilot.User);
        await NoteAsync(pilot, group, GroupLogType.Join, isAccepted: true, day: 5);
        await pilot.ForgeAsync($"/group/request/leave/{group.Id}/");

        var row = await RowAsync(leader, group, "?kind=leave");

        Assert.Contains(site.Say("groupmanagement.requests.known.joined", "2026-03-05"), row, StringComparison.Ordinal);
    }

    private async Task<(GroupPilot Leader, GroupPilot Pilot, TestGroup Group)> AskedAsync()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await pilot.ForgeAsync($"/group/request/join/{group.Id}/");
        return (leader, pilot, group);
    }

    private async Task<string> RowAsync(GroupPilot leader, TestGroup group, string query = "")
    {
        var request = (await site.RequestsAsync(group.Id)).Single();
        return (await leader.OpenAsync(Requests + query)).Text($"#request-{request.Id}");
    }

    private Task<int> NoteAsync(GroupPilot pilot, TestGroup group, GroupLogType type, bool isAccepted, int day) => site.DbAsync(db =>
    {
        var at = new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero);
        db.Log.Add(new GroupLogEntry(group.Id, group.Name, pilot.User, pilot.Name, type, isAccepted, new UserId(1), "leader", at));
        return db.SaveChangesAsync();
    });
}
