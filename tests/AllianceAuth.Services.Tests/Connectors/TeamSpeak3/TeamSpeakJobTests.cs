using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>Jobs beside the engine leave the server alone when the engine does.</summary>
public sealed class TeamSpeakJobTests(TeamSpeakSite site) : TeamSpeakTests(site)
{
    private const string Look = "services.teamspeak3.look";

    [Fact]
    public async Task A_job_that_meets_a_wrong_password_asks_nothing_more_until_the_service_has_rested()
    {
        await Site.WaitingAsync();
        Site.Eve.Control.FailTeamSpeak("customsearch", 520);

        await Site.RunJobAsync(Look);
        Assert.NotNull((await Site.ServiceStateAsync(Service)).Trouble);
        var mark = Site.Mark();
        await Site.RunJobAsync(Look);
        await Site.RefreshAsync();

        Assert.Equal(mark, Site.Mark());
    }

    [Fact]
    public async Task While_the_server_wants_to_be_left_alone_no_job_asks_it()
    {
        await Site.WaitingAsync();
        await Site.RunAsync($"UPDATE services.states SET rests_until = '{Site.Now.AddMinutes(10):O}' WHERE name = '{Service}'");
        var mark = Site.Mark();

        await Site.RunJobAsync(Look);
        await Site.RefreshAsync();

        Assert.Equal(mark, Site.Mark());
    }

    [Fact]
    public async Task A_job_that_is_answered_ends_what_a_job_began()
    {
        await Site.WaitingAsync();
        Site.Eve.Control.FailTeamSpeak("servergrouplist", 2568);
        await Site.RefreshAsync();
        Assert.NotNull((await Site.ServiceStateAsync(Service)).DownSince);
        Site.Advance(TimeSpan.FromMinutes(16));

        await Site.RunJobAsync(Look);

        var state = await Site.ServiceStateAsync(Service);
        Assert.Equal((null, null), (state.DownSince, state.Trouble));
    }
}
