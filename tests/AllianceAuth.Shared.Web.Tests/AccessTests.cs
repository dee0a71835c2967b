using System.Net;
using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class AccessTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_permission_opens_the_page()
    {
        using var browser = site.Open(pilot: 1);

        var page = await browser.GetAsync("/srp/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Fact, Rule("UI-029"), Rule("UI-030")]
    public async Task Who_lacks_it_reads_which_one()
    {
        using var browser = site.Open(pilot: 2);

        var page = await browser.GetAsync("/admin/secret/");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Equal("admin.secret", page.Text("main code"));
        Assert.Contains("ask an officer", page.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector(".sidebar"));
    }

    [Theory]
    [InlineData("/staff/", 1, HttpStatusCode.OK)]
    [InlineData("/staff/", 2, HttpStatusCode.Forbidden)]
    [InlineData("/root/", 1, HttpStatusCode.Forbidden)]
    public async Task Staff_pages_are_for_staff(string address, int pilot, HttpStatusCode status)
    {
        using var browser = site.Open(pilot);

        var page = await browser.GetAsync(address);

        Assert.Equal(status, page.Status);
    }

    [Fact]
    public async Task Without_a_main_the_dashboard_says_why()
    {
        using var browser = site.Open(pilot: 2);

        var answer = await browser.GetAsync("/main-only/");
        var page = await browser.GetAsync(answer.Header("Location")!);

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("/dashboard/", answer.Header("Location"));
        Assert.Contains("main character", page.Text(".callout.is-bad"), StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-079")]
    public async Task A_page_for_mains_asks_a_visitor_to_sign_in_sends_the_mainless_back_and_opens_to_a_main()
    {
        using var visitor = site.Open(pilot: null);
        using var mainless = site.Open(pilot: 2);
        using var pilot = site.Open(pilot: 1);

        var asked = await visitor.GetAsync("/main-only/");
        var sentBack = await mainless.GetAsync("/main-only/");
        var opened = await pilot.GetAsync("/main-only/");

        Assert.Equal("/account/login/?next=%2Fmain-only%2F", asked.Header("Location"));
        Assert.Equal("/dashboard/", sentBack.Header("Location"));
        Assert.Equal(HttpStatusCode.OK, opened.Status);
    }

    [Theory, Rule("AUTH-082")]
    [InlineData(1, HttpStatusCode.OK)]
    [InlineData(2, HttpStatusCode.Forbidden)]
    public async Task Any_one_of_several_permissions_is_enough(int pilot, HttpStatusCode status)
    {
        using var browser = site.Open(pilot);

        var page = await browser.GetAsync("/either/");

        Assert.Equal(status, page.Status);
    }

    [Fact]
    public async Task A_visitor_signs_in_and_comes_back()
    {
        using var browser = site.Open(pilot: null);

        var answer = await browser.GetAsync("/srp/?fleet=3");

        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.Equal("/account/login/?next=%2Fsrp%2F%3Ffleet%3D3", answer.Header("Location"));
    }

    [Fact]
    public async Task A_session_of_a_user_who_is_gone_is_no_session()
    {
        using var browser = site.Open(pilot: 99);

        var answer = await browser.GetAsync("/dashboard/");

        Assert.Equal(HttpStatusCode.Found, answer.Status);
    }

    [Fact]
    public async Task An_ended_session_during_an_htmx_request_brings_the_login_and_swaps_nothing()
    {
        using var browser = site.Open(pilot: null);

        var answer = await browser.GetAsync(
            "/card/", ("HX-Request", "true"), ("HX-Request-Type", "partial"), ("HX-Current-URL", new Uri(site.Address, "/card/?tab=2").AbsoluteUri));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("/account/login/?next=%2Fcard%2F%3Ftab%3D2", answer.Header("HX-Redirect"));
        Assert.Equal("none", answer.Header("HX-Reswap"));
    }

    [Fact]
    public async Task A_program_gets_a_status_instead_of_the_login_page()
    {
        using var browser = site.Open(pilot: null);
        using var client = new HttpClientOfAProgram(site.Address);

        Assert.Equal(HttpStatusCode.Unauthorized, await client.StatusOfAsync("/dashboard/"));
    }
}
