using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

public sealed class SmartGroupGraceTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    private const string Warned = "groupmanagement.smart.notice.warned.title";
    private const string Ended = "groupmanagement.smart.notice.ended.title";

    [Fact]
    public async Task A_grace_period_warns_once_waits_and_then_ends_the_membership()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), graceDays: 3);
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");

        await site.ChangedAsync(user);
        await site.KeepAllAsync();
        Assert.Equal([user], await site.MembersAsync(group));
        Assert.Equal([Warned], await site.TitlesToAsync(user));

        site.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await site.KeepAllAsync();
        Assert.Empty(await site.MembersAsync(group));
        Assert.Equal([Warned, Ended], await site.TitlesToAsync(user));
    }

    [Fact]
    public async Task Who_passes_again_within_the_grace_period_stays_and_is_warned_anew_the_next_time()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), graceDays: 3);
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();

        foreach (var now in new[] { 1, state.Value, 1 })
        {
            await site.SetAsync([user], $"state = {now}");
            await site.ChangedAsync(user);
        }

        Assert.Equal([user], await site.MembersAsync(group));
        Assert.Equal([Warned, Warned], await site.TitlesToAsync(user));
    }

    [Fact]
    public async Task Two_looks_at_once_warn_once()
    {
        var state = await site.StateAsync();
        await site.SmartGroupAsync(KeepingSite.InState(state), graceDays: 3);
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.RunJobAsync("groupmanagement.keep-groups")));
        await site.DeliverEventsAsync();

        Assert.Equal([Warned], await site.TitlesToAsync(user));
    }
}
