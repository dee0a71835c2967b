using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class LogFileTests(GroupSite site) : IClassFixture<GroupSite>
{
    [Theory]
    [InlineData("", "came2300", "came1")]
    [InlineData("&sort=at", "came1", "came2300")]
    public async Task The_file_of_a_log_has_all_of_it_however_long_it_is(string sort, string first, string last)
    {
        var leader = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await TestPostgres.ExecuteAsync(
            site.ConnectionString,
            $"INSERT INTO groupmanagement.log (group_id, group_name, user_id, user_name, type, is_accepted, actor_id, actor_name, at) SELECT {group.Id}, 'Any', {leader.User}, 'came' || n, 0, true, {leader.User}, 'Leader', now() FROM generate_series(1, 2300) n");

        var file = (await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/?format=csv{sort}")).Body;

        var lines = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(2_300, lines.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains($",{first},", lines[0], StringComparison.Ordinal);
        Assert.Contains($",{last},", lines[^1], StringComparison.Ordinal);
    }
}
