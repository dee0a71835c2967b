using System.Net;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

/// <summary>A leader takes back what they decided a moment ago.</summary>
public sealed class UndoDecisionTests(GroupSite site) : IClassFixture<GroupSite>
{
    [Fact]
    public async Task Undoing_an_acceptance_takes_the_pilot_out_and_the_request_waits_where_it_stood()
    {
        var (leader, pilot, group, asked) = await AskedAsync();
        await DecideAsync(leader, asked, "accept");
        Assert.True(await site.IsInAsync(pilot.User, group.Id));

        var undone = await UndoAsync(leader, asked);

        Assert.Equal(HttpStatusCode.OK, undone.Status);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        var waiting = Assert.Single(await site.RequestsAsync(group.Id));
        Assert.Equal((pilot.User, false, asked.CreatedAt), (waiting.UserId, waiting.IsLeave, waiting.CreatedAt));
        Assert.Contains((NotificationLevel.Warning, "groupmanagement.notice.joinreopened.title"), await site.ToldAsync(pilot.User));
    }

    [Fact]
    public async Task Undoing_a_rejection_lets_the_request_wait_again_and_it_counts_as_no_refusal()
    {
        var (leader, pilot, group, asked) = await AskedAsync();
        await DecideAsync(leader, asked, "reject");

        await UndoAsync(leader, asked);

        var waiting = Assert.Single(await site.RequestsAsync(group.Id));
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        var row = (await leader.OpenAsync("/groupmanagement/requests/")).Text($"#request-{waiting.Id}");
        Assert.DoesNotContain("×", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undoing_an_accepted_leave_puts_the_pilot_back_with_their_request_to_leave()
    {
        var (leader, pilot, group, asked) = await AskedAsync(isLeave: true);
        await DecideAsync(leader, asked, "accept");
        Assert.False(await site.IsInAsync(pilot.User, group.Id));

        await UndoAsync(leader, asked);

        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        Assert.True(Assert.Single(await site.RequestsAsync(group.Id)).IsLeave);
    }

    [Fact]
    public async Task The_log_keeps_the_decision_and_says_that_it_was_taken_back()
    {
        var (leader, _, group, asked) = await AskedAsync();
        await DecideAsync(leader, asked, "accept");

        await UndoAsync(leader, asked);

        var log = await site.LogAsync(group.Id);
        Assert.Equal([(GroupLogType.Join, true), (GroupLogType.Removed, false)], log.Select(l => (l.Type, l.TakenBackAt is not null)));
        Assert.Contains(site.Say("groupmanagement.log.takenback"), (await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/")).Text("#log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undoing_twice_undoes_once()
    {
        var (leader, _, group, asked) = await AskedAsync();
        await DecideAsync(leader, asked, "accept");

        await Task.WhenAll(UndoAsync(leader, asked), UndoAsync(leader, asked));

        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.Equal(2, (await site.LogAsync(group.Id)).Count);
    }

    [Fact]
    public async Task A_request_that_the_pilot_took_back_after_the_undo_stays_taken_back()
    {
        var (leader, _, group, asked) = await AskedAsync();
        await DecideAsync(leader, asked, "reject");
        await UndoAsync(leader, asked);
        await site.DbAsync(async db =>
        {
            db.Requests.RemoveRange(db.Requests.Where(r => r.GroupId == group.Id));
            return await db.SaveChangesAsync();
        });

        var again = await UndoAsync(leader, asked);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Empty(await site.RequestsAsync(group.Id));
    }

    [Fact]
    public async Task After_ten_minutes_or_when_more_happened_since_it_is_too_late()
    {
        var (leader, pilot, group, asked) = await AskedAsync();
        await DecideAsync(leader, asked, "accept");
        await site.ReadAsync<int>($"UPDATE groupmanagement.log SET at = at - interval '11 minutes' WHERE request_id = {asked.Id}");

        var late = await UndoAsync(leader, asked);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains(site.Say("groupmanagement.undo.toolate", pilot.Name, group.Name), late.AllText, StringComparison.Ordinal);
        Assert.True(await site.IsInAsync(pilot.User, group.Id));

        var (second, other, wing, waiting) = await AskedAsync();
        await DecideAsync(second, waiting, "accept");
        await second.ForgeAsync($"/groupmanagement/membership/{wing.Id}/remove/{other.User}/");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await UndoAsync(second, waiting)).Status);
        Assert.Empty(await site.RequestsAsync(wing.Id));
    }

    [Fact]
    public async Task Only_whoever_decided_takes_it_back()
    {
        var (leader, pilot, group, asked) = await AskedAsync();
        var (second, stranger) = (await site.MemberAsync(), await site.MemberAsync());
        await site.ChangeAsync(group.Id, g => g.Leaders = [leader.User.Value, second.User.Value]);
        await site.GroupAsync(g => g.Leaders = [stranger.User.Value]);
        await DecideAsync(leader, asked, "accept");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await UndoAsync(second, asked)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await UndoAsync(stranger, asked)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await leader.ForgeAsync("/groupmanagement/request/undo/999999999/")).Status);
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact]
    public async Task The_answer_to_a_decision_offers_to_take_it_back()
    {
        var (leader, _, _, asked) = await AskedAsync();

        var answer = await DecideAsync(leader, asked, "reject");

        Assert.NotNull(answer.Document.QuerySelector($"form[action='/groupmanagement/request/undo/{asked.Id}/']"));
    }

    private async Task<(GroupPilot Leader, GroupPilot Pilot, TestGroup Group, GroupRequest Asked)> AskedAsync(bool isLeave = false)
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        if (isLeave)
        {
            await site.PutInAsync(group.Id, pilot.User);
        }

        await pilot.ForgeAsync($"/group/request/{(isLeave ? "leave" : "join")}/{group.Id}/");
        return (leader, pilot, group, (await site.RequestsAsync(group.Id)).Single());
    }

    private Task<VisitedPage> DecideAsync(GroupPilot leader, GroupRequest asked, string verb) =>
        PostAsync(leader, $"/groupmanagement/request/{(asked.IsLeave ? "leave" : "join")}/{verb}/{asked.Id}/");

    private Task<VisitedPage> UndoAsync(GroupPilot leader, GroupRequest asked) => PostAsync(leader, $"/groupmanagement/request/undo/{asked.Id}/");

    /// <summary>Until its event has been delivered too: that carries the decision out once more, and may be at it.</summary>
    private async Task<VisitedPage> PostAsync(GroupPilot leader, string address)
    {
        var answer = await leader.ForgeAsync(address);
        await site.DeliverEventsAsync();
        return answer;
    }
}
