using System.Net;
using System.Text.RegularExpressions;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Sso;

public sealed partial class AuthorizeTests
{
    [Fact]
    public async Task The_page_offers_pilots_as_plain_forms()
    {
        await using var simulation = await Simulation.StartAsync();

        var page = await simulation.Http.GetStringAsync(Simulation.AuthorizeAddress(Simulation.Authorize(state: "a\"<b>")));

        Assert.Contains("Maren Ostvik", page, StringComparison.Ordinal);
        Assert.Contains("name=\"character_id\" value=\"2112000001\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"a&quot;&lt;b&gt;\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_on_the_page_signs_a_pilot_in()
    {
        await using var simulation = await Simulation.StartAsync();
        var page = await simulation.Http.GetStringAsync(Simulation.AuthorizeAddress(Simulation.Authorize()));
        var form = PilotForm().Match(page).Value;
        var fields = HiddenField().Matches(form).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value));

        using var answer = await simulation.PickAsync(Simulation.Maren, fields);

        Assert.StartsWith($"{Simulation.Callback}?code=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_shows_whole_accounts()
    {
        await using var simulation = await Simulation.StartAsync();

        var page = await simulation.Http.GetStringAsync($"{Simulation.AuthorizeAddress(Simulation.Authorize())}&pilot=esme+van");

        Assert.Contains("1 account", page, StringComparison.Ordinal);
        Assert.Contains("Esme Vantor", page, StringComparison.Ordinal);
        Assert.Contains("Lune Carrow", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ilan Serrow", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_keeps_to_a_corporation_and_an_alliance()
    {
        await using var simulation = await Simulation.StartAsync();
        var address = Simulation.AuthorizeAddress(Simulation.Authorize());

        var corporation = await simulation.Http.GetStringAsync($"{address}&corporation=98000001&pilot=Ilan");
        var elsewhere = await simulation.Http.GetStringAsync($"{address}&alliance=99000002&pilot=Ilan+Serrow");

        Assert.Contains("Ilan Serrow", corporation, StringComparison.Ordinal);
        Assert.Contains("Nobody fits", elsewhere, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_account_is_on_one_of_the_pages()
    {
        await using var simulation = await Simulation.StartAsync();

        var page = await simulation.Http.GetStringAsync($"{Simulation.AuthorizeAddress(Simulation.Authorize())}&page=50");

        Assert.Contains("Account 600", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_comes_back_untouched()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PickAsync(Simulation.Maren, Simulation.Authorize(state: "a+b/c=&d é"));

        var query = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal("a+b/c=&d é", query["state"]);
    }

    [Fact]
    public async Task A_cancelled_sign_on_goes_back_with_access_denied()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostFormAsync("/sso/v2/oauth/authorize", new(Simulation.Authorize()) { ["cancel"] = "1" });

        Assert.Equal($"{Simulation.Callback}?error=access_denied&state=Jx9wQ2mZ", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("redirect_uri", "https://auth.example.test/sso/callback")]
    [InlineData("redirect_uri", "https://Auth.example.test/sso/callback/")]
    [InlineData("client_id", "ffffffffffffffffffffffffffffffff")]
    [InlineData("state", "")]
    [InlineData("response_type", "token")]
    public async Task A_request_that_is_not_sound_ends_on_an_error_page(string parameter, string value)
    {
        await using var simulation = await Simulation.StartAsync();
        var parameters = new Dictionary<string, string>(Simulation.Authorize()) { [parameter] = value };

        using var shown = await simulation.GetAsync(Simulation.AuthorizeAddress(parameters));
        using var posted = await simulation.PickAsync(Simulation.Maren, parameters);

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
        Assert.Null(posted.Headers.Location);
    }

    [Fact]
    public async Task A_plain_challenge_is_refused()
    {
        await using var simulation = await Simulation.StartAsync();
        var parameters = new Dictionary<string, string>(Simulation.Authorize()) { ["code_challenge"] = "abc", ["code_challenge_method"] = "plain" };

        using var answer = await simulation.GetAsync(Simulation.AuthorizeAddress(parameters));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_scope_that_is_not_registered_is_answered_in_json_without_a_redirect()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync(Simulation.AuthorizeAddress(Simulation.Authorize("publicData esi-foo.v1")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_scope", await answer.ErrorAsync());
        Assert.Equal("The requested 'esi-foo.v1' scope is not valid.", await answer.DescriptionAsync());
    }

    [Fact]
    public async Task A_deleted_pilot_cannot_sign_in()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.Biomass(Simulation.Maren);

        using var answer = await simulation.PickAsync(Simulation.Maren, Simulation.Authorize());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [GeneratedRegex("""<form method="post"(?:(?!</form>).)*value="2112000001">""", RegexOptions.Singleline, 1_000)]
    private static partial Regex PilotForm();

    [GeneratedRegex("type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex HiddenField();
}
