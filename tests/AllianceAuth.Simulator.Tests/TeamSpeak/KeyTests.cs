using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Simulator.Tests.Support;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Tests.TeamSpeak;

public sealed class KeyTests
{
    [Theory]
    [InlineData("tokenadd")]
    [InlineData("privilegekeyadd")]
    public async Task A_used_key_gives_its_group_writes_its_fields_and_is_gone(string command)
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);

        var token = await KeyAsync(query, "ident=sso_uid\\svalue=Rena_Okata\\pident=origin\\svalue=auth", command);
        var client = simulation.Control.UseTeamSpeakKey(token);

        Assert.Equal(40, token.Length);
        Assert.Equal(("Rena_Okata", 4), (client.Nickname, client.DatabaseId));
        Assert.Equal([9], client.Groups);
        Assert.Equal(["cldbid=4 ident=sso_uid value=Rena_Okata", "error id=0 msg=ok"], (await query.AskAsync("customsearch ident=sso_uid pattern=Rena_Okata")).Lines);
        Assert.Equal(["origin", "sso_uid"], (await query.AskAsync("custominfo cldbid=4")).All("ident"));
        Assert.Contains("4", (await query.AskAsync("clientlist")).All("client_database_id"));
        Assert.DoesNotContain(simulation.Host.TeamSpeak.Keys, k => k.Token == token);
    }

    [Fact]
    public async Task A_key_works_once_and_nobody_comes_in_with_a_wrong_one()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);
        var token = await KeyAsync(query);
        simulation.Control.UseTeamSpeakKey(token);
        var known = simulation.Host.TeamSpeak.Clients.Count;

        var refused = Assert.Throws<ChangeRefusedException>(() => simulation.Control.UseTeamSpeakKey(token, "Somebody Else"));

        Assert.Equal("TeamSpeak says: invalid privilege key (3840).", refused.Message);
        Assert.Equal(known, simulation.Host.TeamSpeak.Clients.Count);
        Assert.Equal(3840, await query.CodeAsync("tokenuse token=nothing"));
    }

    [Fact]
    public async Task Several_identities_can_carry_the_same_field()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);

        simulation.Control.UseTeamSpeakKey(await KeyAsync(query), identity: "laptop");
        simulation.Control.UseTeamSpeakKey(await KeyAsync(query), identity: "phone");

        Assert.Equal(["4", "5"], (await query.AskAsync("customsearch ident=sso_uid pattern=Rena_Okata")).All("cldbid"));
        Assert.Equal(["Rena_Okata", "Rena_Okata1"], simulation.Host.TeamSpeak.Online.Skip(2).Select(o => o.Nickname));
    }

    [Theory]
    [InlineData("Rena_Okata", "Rena_Okata", "RenaXOkata")]
    [InlineData("Rena%", "Rena_Okata", "RenaXOkata")]
    [InlineData("%Okata", "Rena_Okata", "RenaXOkata")]
    [InlineData("RenaXOkata", "RenaXOkata")]
    [InlineData("renaxokata", "RenaXOkata")]
    [InlineData("Rena.Okata")]
    [InlineData("Rena")]
    public async Task A_search_takes_underscore_and_percent_as_wildcards(string pattern, params string[] found)
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);
        await query.AskAsync("customset cldbid=2 ident=sso_uid value=Rena_Okata");
        await query.AskAsync("customset cldbid=3 ident=sso_uid value=RenaXOkata");

        var reply = await query.AskAsync($"customsearch ident=sso_uid pattern={pattern}");

        Assert.Equal(found, reply.All("value"));
        Assert.Equal(found.Length == 0 ? 1281 : 0, reply.Code);
    }

    [Fact]
    public async Task A_key_can_be_withdrawn()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);
        var token = await KeyAsync(query);

        Assert.Contains("Rena_Okata", (await query.AskAsync("tokenlist")).All("token_description"));
        Assert.Equal(0, await query.CodeAsync($"tokendelete token={token.Replace("/", "\\/", StringComparison.Ordinal)}"));
        Assert.Equal(3840, await query.CodeAsync("privilegekeydelete token=gone"));
        await query.AskAsync($"tokendelete token={FirstDay.OwnersToken.Replace("/", "\\/", StringComparison.Ordinal)}");
        Assert.Equal(1281, await query.CodeAsync("privilegekeylist"));
    }

    [Theory]
    [InlineData("tokenadd tokentype=0 tokenid1=99 tokenid2=0", 2560)]
    [InlineData("tokenadd tokentype=0 tokenid1=3 tokenid2=0", 2560)]
    [InlineData("tokenadd tokentype=0 tokenid1=9", 1542)]
    [InlineData("tokenadd tokentype=5 tokenid1=9 tokenid2=0", 1538)]
    [InlineData("tokenadd tokentype=0 tokenid1=9 tokenid2=0 tokencustomset=ident=sso_uid", 1538)]
    [InlineData("tokenadd tokentype=1 tokenid1=5 tokenid2=1", 0)]
    [InlineData("custominfo cldbid=2", 1281)]
    [InlineData("customdelete cldbid=2 ident=sso_uid", 1281)]
    [InlineData("customset cldbid=77 ident=sso_uid value=x", 512)]
    public async Task Each_outcome_has_its_code(string command, int code)
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(code, await query.CodeAsync(command));
    }

    private static async Task<string> KeyAsync(QueryClient query, string fields = "ident=sso_uid\\svalue=Rena_Okata", string command = "tokenadd")
    {
        var reply = await query.AskAsync($"{command} tokentype=0 tokenid1=9 tokenid2=0 tokendescription=Rena_Okata tokencustomset={fields}");
        return reply.One("token").Replace("\\/", "/", StringComparison.Ordinal);
    }
}
