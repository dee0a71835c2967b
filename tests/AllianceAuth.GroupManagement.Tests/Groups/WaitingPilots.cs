using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Tests.Groups;

/// <summary>Pilots who wait for a leader's answer.</summary>
internal static class WaitingPilots
{
    extension(GroupSite site)
    {
        /// <summary>One pilot who asks one group.</summary>
        public async Task<(GroupPilot Pilot, TestGroup Group)> WaitingAsync(GroupPilot? leader = null, bool isLeave = false, GroupPilot? second = null)
        {
            var pilot = await site.MemberAsync();
            var group = await site.GroupAsync(g => g.Leaders = [.. new[] { leader, second }.OfType<GroupPilot>().Select(l => l.User.Value)]);
            if (isLeave)
            {
                await site.PutInAsync(group.Id, pilot.User);
            }

            await pilot.ForgeAsync($"/group/request/{(isLeave ? "leave" : "join")}/{group.Id}/");
            await site.DeliverEventsAsync();
            return (pilot, group);
        }

        /// <summary>One pilot's requests to many groups of one leader: a request each, without signing in that many pilots.</summary>
        public async Task<IReadOnlyList<int>> SpreadAsync(GroupPilot leader, int number)
        {
            var pilot = await site.MemberAsync();
            List<int> ids = [];
            for (var i = 0; i < number; i++)
            {
                var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
                await site.DoAsync(async s =>
                {
                    var db = s.GetRequiredService<GroupManagementDb>();
                    var request = new GroupRequest(group.Id, pilot.User, isLeave: false, DateTimeOffset.UnixEpoch);
                    db.Requests.Add(request);
                    await db.SaveChangesAsync();
                    ids.Add(request.Id);
                    await s.GetRequiredService<WaitingRequests>().DropAsync(CancellationToken.None);
                });
            }

            await site.DeliverEventsAsync();
            return ids;
        }
    }
}
