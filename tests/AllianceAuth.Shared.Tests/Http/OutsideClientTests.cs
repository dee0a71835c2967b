using System.Net;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Tests.Http;

public sealed class OutsideClientTests
{
    private readonly FakeClock _clock = FakeClock.Still();

    [Theory]
    [InlineData("Vera Okonjo", "https://auth.example.test", "(Vera Okonjo; +https://auth.example.test)")]
    [InlineData("", "https://auth.example.test", "(+https://auth.example.test)")]
    [InlineData("ops@example.test", "", "(ops@example.test)")]
    [Rule("EVE-017")]
    public async Task Every_call_says_who_we_are_and_how_to_reach_us(string contact, string url, string expected)
    {
        var server = new Server(HttpStatusCode.OK);
        using var client = ClientTo(server, ("Outside:Contact", contact), ("Site:Url", url));

        await client.GetAsync(new Uri("/status", UriKind.Relative));

        var agent = Assert.Single(server.Seen).UserAgent;
        Assert.StartsWith("AllianceAuth/", agent, StringComparison.Ordinal);
        Assert.EndsWith(" " + expected, agent, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("EVE-018")]
    public async Task A_server_that_stumbles_is_asked_three_times_more_with_growing_pauses()
    {
        var server = new Server(HttpStatusCode.BadGateway, HttpStatusCode.InternalServerError, null, HttpStatusCode.OK);
        using var client = ClientTo(server);

        var answer = await client.GetAsync(new Uri("/status", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([0.2, 0.4, 0.8], _clock.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    [Rule("EVE-018")]
    public async Task After_the_fourth_failure_the_caller_gets_the_answer_as_it_is()
    {
        var server = new Server(HttpStatusCode.BadGateway);
        using var client = ClientTo(server);

        var answer = await client.GetAsync(new Uri("/status", UriKind.Relative));

        Assert.Equal((HttpStatusCode.BadGateway, 4), (answer.StatusCode, server.Seen.Count));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData((HttpStatusCode)420)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task An_answer_that_is_meant_is_not_asked_for_again(HttpStatusCode status)
    {
        var server = new Server(status);
        using var client = ClientTo(server);

        await client.GetAsync(new Uri("/status", UriKind.Relative));

        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_server_that_says_when_to_come_back_is_left_alone()
    {
        var server = new Server(HttpStatusCode.ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(60) };
        using var client = ClientTo(server);

        await client.GetAsync(new Uri("/status", UriKind.Relative));

        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_call_that_changes_something_is_made_once_unless_its_caller_says_it_may_be_repeated()
    {
        var server = new Server(HttpStatusCode.BadGateway);
        using var client = ClientTo(server);

        await client.PostAsync(new Uri("/token", UriKind.Relative), new StringContent("grant"));
        Assert.Single(server.Seen);

        using var lookUp = new HttpRequestMessage(HttpMethod.Post, "/universe/names") { Content = new StringContent("[1]") };
        lookUp.Options.Set(RetryTransientFailures.MayRepeat, true);
        await client.SendAsync(lookUp);
        Assert.Equal(5, server.Seen.Count);
        Assert.All(server.Seen.Skip(1), seen => Assert.Equal("[1]", seen.Body));
    }

    [Fact]
    public async Task An_answer_longer_than_the_limit_is_refused()
    {
        var server = new Server(HttpStatusCode.OK) { Answer = new string('x', 5000) };
        using var client = ClientTo(server, ("Outside:MaxResponseBytes", "4096"));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("/big", UriKind.Relative)));
    }

    private HttpClient ClientTo(Server server, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Site:Url", "https://auth.example.test")])
            .AddInMemoryCollection(settings.Where(s => s.Value.Length > 0).ToDictionary(s => s.Key, s => (string?)s.Value))
            .Build());
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSettings<OutsideSettings>(OutsideSettings.Section);
        services.AddOptions<SiteSettings>().Configure(site => site.Url = settings.FirstOrDefault(s => s.Key == "Site:Url").Value ?? "");
        services.AddOutsideClient("test", (_, client) => client.BaseAddress = new Uri("http://outside.example.test"))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("test");
    }

    /// <summary>Answers with these statuses in turn, the last one for ever; null is a broken connection.</summary>
    private sealed class Server(params HttpStatusCode?[] statuses) : HttpMessageHandler
    {
        public List<(string UserAgent, string Body)> Seen { get; } = [];

        public TimeSpan? RetryAfter { get; init; }

        public string Answer { get; init; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Add((request.Headers.UserAgent.ToString(), request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
            var status = statuses[Math.Min(Seen.Count, statuses.Length) - 1] ?? throw new HttpRequestException("Connection refused.");
            var response = new HttpResponseMessage(status) { Content = new StringContent(Answer) };
            if (RetryAfter is { } wait)
            {
                response.Headers.RetryAfter = new(wait);
            }

            return response;
        }
    }
}
