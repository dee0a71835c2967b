using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.TeamSpeak;

public sealed class SessionTests
{
    [Fact]
    public async Task The_greeting_is_two_lines_with_line_feed_before_carriage_return()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ConnectAsync(simulation);
        await client.SendAsync("quit\n");

        var all = await client.RestAsync();

        Assert.Equal(
            "TS3\n\rWelcome to the TeamSpeak 3 ServerQuery interface, type \"help\" for a list of commands and \"help <command>\" for information on a specific command.\n\rerror id=0 msg=ok\n\r",
            all);
    }

    [Theory]
    [InlineData("login client_login_name=serveradmin client_login_password=simulated-secret", 0)]
    [InlineData("login serveradmin simulated-secret", 0)]
    [InlineData("login client_login_name=serveradmin client_login_password=wrong", 520)]
    [InlineData("login somebody simulated-secret", 520)]
    [InlineData("login client_login_name=serveradmin", 1542)]
    public async Task A_login_takes_name_and_password(string command, int code)
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.GreetedAsync(simulation);

        Assert.Equal(code, await client.CodeAsync(command));
    }

    [Theory]
    [InlineData("version", 0)]
    [InlineData("help", 0)]
    [InlineData("use sid=1", 0)]
    [InlineData("servergrouplist", 518)]
    [InlineData("whoami", 518)]
    [InlineData("sing", 256)]
    public async Task Before_the_login_little_is_allowed(string command, int code)
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.GreetedAsync(simulation);

        Assert.Equal(code, await client.CodeAsync(command));
    }

    [Theory]
    [InlineData("use sid=1", 0)]
    [InlineData("use 1", 0)]
    [InlineData("use port=9987", 0)]
    [InlineData("use sid=7", 1024)]
    [InlineData("use sid=2", 1033)]
    [InlineData("use sid=2 -virtual", 0)]
    [InlineData("use sid=one", 1540)]
    [InlineData("use", 1542)]
    public async Task A_virtual_server_is_selected(string command, int code)
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.GreetedAsync(simulation);
        await client.AskAsync("login serveradmin simulated-secret");

        Assert.Equal(code, await client.CodeAsync(command));
    }

    [Fact]
    public async Task Without_a_selected_server_there_are_no_groups()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.GreetedAsync(simulation);
        await client.AskAsync("login serveradmin simulated-secret");

        Assert.Equal("error id=1024 msg=invalid\\sserverID", (await client.AskAsync("servergrouplist")).Error);
    }

    [Fact]
    public async Task Who_am_I_is_told()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        var me = (await client.AskAsync("whoami")).Rows.Single();

        Assert.Equal(("online", "1", "9987", "serveradmin"), (me["virtualserver_status"], me["virtualserver_id"], me["virtualserver_port"], me["client_login_name"]));
    }

    [Fact]
    public async Task A_logout_ends_the_login()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        await client.AskAsync("logout");

        Assert.Equal(518, await client.CodeAsync("servergrouplist"));
    }

    [Fact]
    public async Task Commands_sent_at_once_are_answered_one_after_the_other()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        await client.SendAsync("servergroupadd name=One return_code=a\nservergroupadd name=Two return_code=b\n\nversion return_code=c\n");

        Assert.Equal(["sgid=13", "error id=0 msg=ok return_code=a"], (await client.AnswerAsync()).Lines);
        Assert.Equal(["sgid=14", "error id=0 msg=ok return_code=b"], (await client.AnswerAsync()).Lines);
        Assert.EndsWith("return_code=c", (await client.AnswerAsync()).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"a\\sb", @"a\\sb")]
    [InlineData(@"a\sb\/c\pd", @"a\sb\/c\pd")]
    [InlineData(@"tab\tbell\a", @"tab\tbell\a")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData(@"Чат\sПилотов", @"Чат\sПилотов")]
    public async Task Values_come_back_as_they_were_written(string sent, string shown)
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        await client.AskAsync($"servergroupadd name={sent}");

        Assert.Equal(shown, (await client.AskAsync("servergrouplist")).Rows.Single(r => r["sgid"] == "13")["name"]);
    }

    [Fact]
    public async Task An_escaped_backslash_before_an_s_is_no_blank()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        await client.AskAsync(@"servergroupadd name=a\\sb\sc");

        Assert.Equal(@"a\sb c", simulation.Host.TeamSpeak.Groups[^1].Name);
    }

    [Fact]
    public async Task A_nickname_must_be_free()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(513, await client.CodeAsync("clientupdate client_nickname=Quartermaster"));
        Assert.Equal(0, await client.CodeAsync("clientupdate client_nickname=auth"));
        Assert.Equal("auth", (await client.AskAsync("whoami")).One("client_nickname"));
    }

    [Fact]
    public async Task Servers_are_listed_whether_they_run_or_not()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(["online", "offline"], (await client.AskAsync("serverlist")).All("virtualserver_status"));
        Assert.Equal("8", (await client.AskAsync("serverinfo")).One("virtualserver_default_server_group"));
    }

    [Fact]
    public async Task What_was_asked_is_written_down_without_the_password()
    {
        await using var simulation = await Simulation.StartAsync();
        using (var client = await QueryClient.ReadyAsync(simulation))
        {
            await client.AskAsync("customsearch ident=sso_uid pattern=Rena");
        }

        var commands = simulation.Host.TeamSpeak.Commands;

        Assert.Equal(["login", "use", "customsearch"], commands.Select(c => c.Name));
        Assert.Equal([0, 0, 1281], commands.Select(c => c.ErrorId));
        Assert.DoesNotContain(commands, c => c.Line.Contains("simulated-secret", StringComparison.Ordinal));
        Assert.Equal(1, simulation.Host.TeamSpeak.MostConnections);
    }
}
