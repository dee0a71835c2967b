using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>Corporations with groups of their own.</summary>
internal static class Companies
{
    extension(KeepingSite site)
    {
        public async Task<(StateId State, int Config, long Corp, string Name)> FurnishAsync(bool alliances = false)
        {
            var state = await site.StateAsync();
            var name = $"Company {site.Next()}";
            var config = await site.ConfigAsync(new AutogroupConfig { States = [state], CorpGroups = true, AllianceGroups = alliances });
            return (state, config, await site.CorporationAsync(name), name);
        }

        public async Task<IReadOnlyList<UserId>> MembersOfAsync(string group) =>
            await site.MembersAsync((await site.SendAsync(new FindGroups(null))).Single(g => g.Name == group).Group);
    }
}
