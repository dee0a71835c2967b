using System.Net;
using System.Text.Json;
using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Limits;
using AllianceAuth.Shared.Services;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

public sealed class DiscordApiTests(DiscordSite site) : DiscordTests(site)
{

    [Fact, Rule("DISC-005")]
    public async Task A_code_is_changed_for_a_token_once()
    {
        var code = await Site.CodeAsync(Site.Stranger());

        Assert.NotNull(await RedeemAsync(code));
        Assert.Null(await RedeemAsync(code));
    }

    [Fact, Rule("DISC-006")]
    public async Task The_token_tells_who_the_pilot_is()
    {
        var person = Site.Stranger();
        var token = await TokenAsync(person);

        var who = await Site.ApiAsync(api => api.WhoAsync(token, default));

        Assert.Equal((person.Id, person.UserName), (who!.Id, who.Username));
    }

    [Fact, Rule("DISC-019")]
    public async Task A_refusal_that_is_not_expected_is_an_error()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);
        Site.Hands.MoveBotRole(1);
        var veteran = Site.Discord.Role("Veteran")!.Id;

        var error = await Assert.ThrowsAsync<DiscordError>(() => Site.ApiAsync(api => api.ModifyAsync(person.Id, new(null, [veteran]), default)));

        Assert.Equal(DiscordCodes.MissingPermissions, error.Code);
    }

    [Fact, Rule("DISC-019")]
    public async Task A_404_without_Discords_code_is_no_unknown_member()
    {
        var api = Api(new Answers((HttpStatusCode.NotFound, "<html>Not here</html>", [])));

        await Assert.ThrowsAsync<DiscordError>(() => api.MemberAsync(1, default));
    }

    [Fact]
    public async Task Who_is_not_on_the_server_is_no_member() => Assert.Null(await Site.ApiAsync(api => api.MemberAsync(Site.Stranger().Id, default)));

    [Fact, Rule("DISC-020")]
    public async Task A_change_of_nothing_is_a_fault_of_ours() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Site.ApiAsync(api => api.ModifyAsync(1, new(null, null), default)));

    [Fact, Rule("DISC-020")]
    public async Task Roles_are_sent_once_each_and_as_text()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);
        var veteran = Site.Discord.Role("Veteran")!.Id;

        await Site.ApiAsync(api => api.ModifyAsync(person.Id, new(null, [veteran, veteran]), default));

        Assert.Equal($$"""{"roles":["{{veteran}}"]}""", Site.Discord.CallsTo("PATCH /guilds")[^1].Body);
    }

    [Fact, Rule("DISC-021")]
    public async Task A_nick_longer_than_32_and_a_role_longer_than_100_are_cut()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);

        await Site.ApiAsync(api => api.ModifyAsync(person.Id, new(new string('n', 40), null), default));
        var role = await Site.ApiAsync(api => api.CreateRoleAsync(new string('r', 120), default));

        Assert.Equal(new string('n', 32), Site.Discord.Member(person.Id)!.Nick);
        Assert.Equal(new string('r', 100), role.Name);
    }

    [Fact, Rule("DISC-022")]
    public async Task Version_10_is_spoken_and_both_answers_to_a_change_are_taken()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);

        Assert.True(await Site.ApiAsync(api => api.ModifyAsync(person.Id, new("new", null), default)));
        var old = Api(new Answers((HttpStatusCode.NoContent, "", [])));
        Assert.True(await old.ModifyAsync(person.Id, new("older", null), default));

        Assert.Equal(10, Site.Discord.CallsTo("PATCH /guilds")[^1].Version);
    }

    [Fact, Rule("DISC-022")]
    public async Task The_wait_of_a_429_is_in_seconds()
    {
        Site.Hands.Storm(new(RateLimitScope.User, Count: 1, Seconds: 2.5));

        var busy = await Assert.ThrowsAsync<ServiceException>(() => Site.ApiAsync(api => api.GuildAsync(default)));

        Assert.Equal(TimeSpan.FromSeconds(3), busy.Wait);
    }

    [Fact, Rule("DISC-029")]
    public async Task A_429_that_does_not_say_how_long_is_five_seconds()
    {
        var api = Api(new Answers((HttpStatusCode.TooManyRequests, """{"retry_after":"soon"}""", [])));

        var busy = await Assert.ThrowsAsync<ServiceException>(() => api.GuildAsync(default));

        Assert.Equal((ServiceTrouble.Busy, TimeSpan.FromSeconds(5)), (busy.Trouble, busy.Wait));
    }

    [Fact]
    public async Task A_page_of_the_network_before_Discord_is_obeyed_by_its_header()
    {
        Site.Hands.Storm(new(RateLimitScope.Network, Count: 1, Seconds: 90));

        var busy = await Assert.ThrowsAsync<ServiceException>(() => Site.ApiAsync(api => api.GuildAsync(default)));

        Assert.Equal(TimeSpan.FromSeconds(91), busy.Wait);
    }

    [Theory, Rule("DISC-034")]
    [InlineData("[]")]
    [InlineData("""{"roles":[]}""")]
    public async Task A_list_of_roles_that_is_none_is_no_answer(string body)
    {
        var api = Api(new Answers((HttpStatusCode.OK, body, [])));

        var trouble = await Assert.ThrowsAsync<ServiceException>(() => api.RolesAsync(default));

        Assert.Equal(ServiceTrouble.Down, trouble.Trouble);
    }

    [Fact, Rule("DISC-064")]
    public async Task Joining_sends_only_what_there_is()
    {
        var person = Site.Stranger();
        var token = await TokenAsync(person);

        Assert.True(await Site.ApiAsync(api => api.JoinAsync(person.Id, new(null, null) { AccessToken = token }, default)));

        var body = JsonDocument.Parse(Site.Discord.CallsTo("PUT /guilds")[^1].Body).RootElement;
        Assert.Equal(["access_token"], body.EnumerateObject().Select(p => p.Name));
    }

    [Fact, Rule("DISC-064")]
    public async Task Joining_with_roles_sends_them()
    {
        var person = Site.Stranger();
        var token = await TokenAsync(person);
        var veteran = Site.Discord.Role("Veteran")!.Id;

        await Site.ApiAsync(api => api.JoinAsync(person.Id, new(null, [veteran]) { AccessToken = token }, default));

        Assert.Equal(["Veteran"], Site.RolesOf(person));
    }

    [Fact, Rule("DISC-064")]
    public async Task Who_was_in_already_did_not_join()
    {
        var person = Site.Stranger();
        var token = await TokenAsync(person);
        Site.Hands.Join(person.Id);

        Assert.False(await Site.ApiAsync(api => api.JoinAsync(person.Id, new(null, null) { AccessToken = token }, default)));
    }

    [Fact]
    public async Task A_deleted_role_is_gone_once()
    {
        var role = await Site.ApiAsync(api => api.CreateRoleAsync("Short lived", default));

        Assert.True(await Site.ApiAsync(api => api.DeleteRoleAsync(role.Id, default)));
        Assert.False(await Site.ApiAsync(api => api.DeleteRoleAsync(role.Id, default)));
    }

    [Fact]
    public async Task A_failure_is_not_repeated_behind_the_engines_back()
    {
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.BadGateway));
        var before = Site.Eve.Requests.All.Count(r => r.Service is SimulatedService.Discord);

        await Assert.ThrowsAsync<ServiceException>(() => Site.ApiAsync(api => api.GuildAsync(default)));

        Assert.Equal(before + 1, Site.Eve.Requests.All.Count(r => r.Service is SimulatedService.Discord));
    }

    [Fact]
    public async Task We_say_who_we_are_as_Discord_asks_for_it()
    {
        Site.Hands.Change(s => s with { StrictUserAgent = true });

        Assert.Equal("Lanternfall Accord", (await Site.ApiAsync(api => api.GuildAsync(default))).Name);
    }

    private Task<string?> RedeemAsync(string code) => Site.ApiAsync(api => api.RedeemAsync(code, DiscordSite.Callback(Site), default));

    private async Task<string> TokenAsync(Simulator.Discord.DiscordUser person) => (await RedeemAsync(await Site.CodeAsync(person)))!;

    private DiscordApi Api(Answers answers)
    {
        var door = new DiscordDoor(answers, Site.Services.GetRequiredService<DiscordLimiter>());
        return new(door, Site.Services.GetRequiredService<IOptions<AllianceAuth.Services.Connectors.Discord.DiscordSettings>>()) { Counts = false };
    }

    /// <summary>Answers that the simulator would not give.</summary>
    private sealed class Answers(params (HttpStatusCode Status, string Body, (string Name, string Value)[] Headers)[] answers) : HttpMessageHandler, IHttpClientFactory
    {
        private int _next;

#pragma warning disable RS0030 // It leads nowhere.
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);
#pragma warning restore RS0030

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body, headers) = answers[_next++];
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
            foreach (var (name, value) in headers)
            {
                answer.Headers.TryAddWithoutValidation(name, value);
            }

            return Task.FromResult(answer);
        }
    }
}
