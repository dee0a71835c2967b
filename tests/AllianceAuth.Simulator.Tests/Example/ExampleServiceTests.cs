using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using AllianceAuth.Simulator.Example;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Example;

/// <summary>The service that the example connector speaks to.</summary>
public sealed class ExampleServiceTests : IAsyncLifetime
{
    private const string Accounts = "/example/api/accounts";
    private Simulation _simulation = null!;

    private SimulatedExample Example => _simulation.Host.Example;

    public async Task InitializeAsync()
    {
        _simulation = await Simulation.StartAsync();
        _simulation.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SimulatedExample.Key);
    }

    public async Task DisposeAsync() => await _simulation.DisposeAsync();

    [Fact]
    public async Task Nobody_gets_in_without_the_key()
    {
        _simulation.Http.DefaultRequestHeaders.Authorization = null;

        Assert.Equal(HttpStatusCode.Unauthorized, (await _simulation.Http.GetAsync("/example/api/status")).StatusCode);
    }

    [Fact]
    public async Task Making_an_account_twice_makes_one()
    {
        Assert.Equal(HttpStatusCode.Created, await PutAsync("a", "Maren"));
        Assert.Equal(HttpStatusCode.OK, await PutAsync("a", "Maren"));

        Assert.Single(Example.Accounts);
        Assert.Equal(["made", "same"], Example.Changes.Select(c => c.Kind));
    }

    [Fact]
    public async Task No_two_accounts_share_a_login()
    {
        await PutAsync("a", "Maren");

        Assert.Equal(HttpStatusCode.Conflict, await PutAsync("b", "maren"));
        Example.RemoveByHand("a");
        Assert.Equal(HttpStatusCode.Created, await PutAsync("b", "maren"));
    }

    [Fact]
    public async Task Changing_takes_an_account_that_is_there_and_keeps_what_is_not_named()
    {
        Assert.Equal(HttpStatusCode.NotFound, await PatchAsync("a", new { name = "Ilan" }));
        await PutAsync("a", "Maren");

        await PatchAsync("a", new { name = "Ilan" });

        Assert.Equal(("Maren", "Ilan", "Member"), (Example.Find("a")!.Login, Example.Find("a")!.Name, Example.Find("a")!.Groups.Single()));
    }

    [Fact]
    public async Task The_password_lets_in_until_there_is_another()
    {
        await PatchAsync("a", new { });
        await PutAsync("a", "Maren", "first");
        Assert.True(Example.LetsIn("Maren", "first"));

        await PatchAsync("a", new { password = "second" });

        Assert.False(Example.LetsIn("Maren", "first"));
        Assert.True(Example.LetsIn("Maren", "second"));
    }

    [Fact]
    public async Task Reading_tells_of_those_there_are()
    {
        await PutAsync("a", "Maren");
        await PutAsync("b", "Ilan");

        var read = await _simulation.Http.GetStringAsync($"{Accounts}?id=a&id=c");

        Assert.Contains("Maren", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Ilan", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_what_is_gone_says_so()
    {
        await PutAsync("a", "Maren");

        Assert.Equal(HttpStatusCode.NoContent, (await _simulation.Http.DeleteAsync($"{Accounts}/a")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _simulation.Http.DeleteAsync($"{Accounts}/a")).StatusCode);
    }

    [Theory, InlineData("{\"login\":\"\",\"name\":\"x\"}", HttpStatusCode.UnprocessableEntity), InlineData("{\"log", HttpStatusCode.BadRequest)]
    public async Task Nonsense_is_refused(string body, HttpStatusCode status)
    {
        using var content = new StringContent(body);

        Assert.Equal(status, (await _simulation.Http.PutAsync($"{Accounts}/a", content)).StatusCode);
    }

    [Fact]
    public async Task It_fails_as_planned()
    {
        _simulation.Control.AddFault(new Fault(SimulatedService.Example, FaultKind.RateLimited, Seconds: 7));

        using var answer = await _simulation.Http.GetAsync("/example/api/status");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Its_page_shows_what_it_holds_without_a_key()
    {
        await PutAsync("a", "<Maren>");
        await _simulation.Http.PostAsJsonAsync("/example/api/messages", new { text = "Form up", groups = new[] { "Scouts" } });
        _simulation.Http.DefaultRequestHeaders.Authorization = null;

        var page = await _simulation.Http.GetStringAsync("/example");

        Assert.Contains("&lt;Maren&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Form up", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_forgets_all()
    {
        await PutAsync("a", "Maren");

        _simulation.Control.Reset();

        Assert.Empty(Example.Accounts);
    }

    private async Task<HttpStatusCode> PutAsync(string id, string login, string? password = null)
    {
        using var answer = await _simulation.Http.PutAsJsonAsync($"{Accounts}/{id}", new { login, name = login, groups = new[] { "Member" }, password });
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> PatchAsync(string id, object body)
    {
        using var answer = await _simulation.Http.PatchAsJsonAsync($"{Accounts}/{id}", body);
        return answer.StatusCode;
    }
}
