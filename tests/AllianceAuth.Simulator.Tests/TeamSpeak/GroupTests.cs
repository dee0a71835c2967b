using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.TeamSpeak;

public sealed class GroupTests
{
    private const int Stranger = 3;

    [Fact]
    public async Task Groups_of_all_types_are_listed()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        var reply = await client.AskAsync("servergrouplist");

        Assert.Contains("sgid=6 name=Server\\sAdmin type=1 iconid=300 savedb=1 sortid=0 namemode=0 n_modifyp=75 n_member_addp=75 n_member_removep=75|", reply.Lines[0], StringComparison.Ordinal);
        Assert.Equal(["0", "1", "2"], reply.All("type").Distinct().Order());
    }

    [Fact]
    public async Task A_group_is_made_and_protected()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal("13", (await client.AskAsync("servergroupadd name=Member")).One("sgid"));
        Assert.Equal(0, await client.CodeAsync("servergroupaddperm sgid=13 permsid=i_group_needed_member_add_power permvalue=100 permnegated=0 permskip=0|permsid=i_group_needed_modify_power permvalue=75"));

        var group = simulation.Host.TeamSpeak.Groups[^1];
        Assert.Equal(("Member", ServerGroupType.Regular), (group.Name, group.Type));
        Assert.Equal((100, 75), (group.Permissions["i_group_needed_member_add_power"].Value, group.Permissions["i_group_needed_modify_power"].Value));
        Assert.Equal("100", (await client.AskAsync("servergrouplist")).Rows[^1]["n_member_addp"]);
    }

    [Theory]
    [InlineData("servergroupadd name=Logistics", 1282)]
    [InlineData("servergroupadd name=A\\sname\\sof\\sfar\\sfar\\stoo\\smany\\sletters", 1541)]
    [InlineData("servergroupadd", 1542)]
    [InlineData("servergroupaddperm sgid=9 permsid=nonsense permvalue=1", 2562)]
    [InlineData("servergroupaddperm sgid=99 permsid=i_client_talk_power permvalue=1", 2560)]
    [InlineData("servergroupaddperm sgid=nine permsid=i_client_talk_power permvalue=1", 1540)]
    [InlineData("servergrouprename sgid=9 name=Logistics", 1282)]
    [InlineData("servergrouprename sgid=9 name=Strategic\\sFC", 0)]
    [InlineData("servergroupdel sgid=6 force=0", 2567)]
    [InlineData("servergroupdel sgid=6 force=1", 0)]
    [InlineData("servergroupdel sgid=8 force=1", 2564)]
    [InlineData("servergroupaddclient sgid=9 cldbid=3", 0)]
    [InlineData("servergroupaddclient sgid=6 cldbid=2", 2561)]
    [InlineData("servergroupaddclient sgid=99 cldbid=2", 2560)]
    [InlineData("servergroupaddclient sgid=3 cldbid=2", 2560)]
    [InlineData("servergroupaddclient sgid=8 cldbid=2", 2564)]
    [InlineData("servergroupaddclient sgid=9 cldbid=77", 512)]
    [InlineData("servergroupdelclient sgid=6 cldbid=2", 0)]
    [InlineData("servergroupdelclient sgid=9 cldbid=2", 2563)]
    [InlineData("servergroupdelclient sgid=8 cldbid=3", 2564)]
    [InlineData("servergroupsbyclientid cldbid=77", 1281)]
    [InlineData("servergroupclientlist sgid=9", 1281)]
    public async Task Each_outcome_has_its_code(string command, int code)
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(code, await client.CodeAsync(command));
    }

    [Fact]
    public async Task Whoever_is_in_no_group_is_in_the_default_group_until_given_another()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(["name=Guest sgid=8 cldbid=3", "error id=0 msg=ok"], (await client.AskAsync("servergroupsbyclientid cldbid=3")).Lines);

        await client.AskAsync("servergroupaddclient sgid=9 cldbid=3");
        await client.AskAsync("servergroupaddclient sgid=10 cldbid=3");

        Assert.Equal(["9", "10"], (await client.AskAsync("servergroupsbyclientid cldbid=3")).All("sgid"));
    }

    [Fact]
    public async Task Several_members_are_added_with_one_command()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(0, await client.CodeAsync("servergroupaddclient sgid=9 cldbid=2|cldbid=3"));
        Assert.Equal(["Quartermaster", "Passing\\sStranger"], (await client.AskAsync("servergroupclientlist sgid=9 -names")).All("client_nickname"));
    }

    [Fact]
    public async Task A_group_deleted_by_hand_is_gone_from_its_members()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.SetTeamSpeakMember(9, Stranger, member: true);
        using var client = await QueryClient.ReadyAsync(simulation);

        simulation.Control.DeleteTeamSpeakGroup(9);

        Assert.Equal(2560, await client.CodeAsync("servergroupdelclient sgid=9 cldbid=3"));
        Assert.Equal(["Guest"], simulation.Host.TeamSpeak.GroupsOf(Stranger));
    }

    [Fact]
    public async Task A_group_renamed_by_hand_keeps_its_id()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        simulation.Control.RenameTeamSpeakGroup(9, "Strategic FC");

        Assert.Equal("Strategic\\sFC", (await client.AskAsync("servergrouplist")).Rows.Single(r => r["sgid"] == "9")["name"]);
    }
}
