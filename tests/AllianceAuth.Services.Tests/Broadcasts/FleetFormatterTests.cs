using System.Net;
using AllianceAuth.Services.Tests.Names;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Broadcasts;

public sealed class FleetFormatterTests(NamingSite site) : IClassFixture<NamingSite>
{
    private const string Path = "/services/tool/fleet_formatter_tool/";

    [Fact, Rule("SVC-053")]
    public async Task The_fields_become_the_lines_of_the_reference()
    {
        var (visitor, _, _) = await site.PilotAsync();

        var page = await (await visitor.OpenAsync(Path)).SubmitAsync("#fleet-form", Fleet);

        Assert.Equal(
            """
            Fleet Name: Iron Tide
            FC: Maren
            Comms: Mumble
            Fleet Type: Muninn || Logi first
            Form Up: 1DQ1-A @ 19:30
            Duration: 2 h
            Reimbursable: Yes
            Important: No
            Why: Save the keep
            Comments: Bring drugs
            """.ReplaceLineEndings("\n"),
            page.Find("#fleet-result pre").TextContent);
        Assert.Equal(page.Find("#fleet-result pre").TextContent, page.Find("#fleet-result [data-copy]").GetAttribute("data-copy"));
    }

    [Fact, Rule("OPF-034")]
    public async Task Without_comments_there_is_no_line_for_them()
    {
        var (visitor, _, _) = await site.PilotAsync();

        var page = await (await visitor.OpenAsync(Path)).SubmitAsync("#fleet-form", new Dictionary<string, string>(Fleet) { ["comments"] = " " });

        Assert.EndsWith("Why: Save the keep", page.Find("#fleet-result pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_is_missing_is_told_beside_it_and_the_rest_is_kept()
    {
        var (visitor, _, _) = await site.PilotAsync();

        var page = await (await visitor.OpenAsync(Path)).SubmitAsync("#fleet-form", new Dictionary<string, string>(Fleet) { ["purpose"] = "" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(site.Say("services.fleet.empty"), page.Text("#field-purpose-error"));
        Assert.Equal("Iron Tide", page.Find("#field-fleet_name").GetAttribute("value"));
        Assert.Null(page.Document.QuerySelector("#fleet-result"));
    }

    [Fact, Rule("I18N-023")]
    public async Task Yes_and_no_come_out_in_the_language_of_the_pilot()
    {
        var (visitor, _, _) = await site.PilotAsync();
        visitor.Cookies.Add(site.Address, new Cookie("language", "de") { Path = "/" });

        var form = await visitor.OpenAsync(Path);
        var page = await form.SubmitAsync("#fleet-form", Fleet);

        Assert.Equal("de", page.Find("html").GetAttribute("lang"));
        Assert.Contains("Wichtig: Nein", page.Find("#fleet-result pre").TextContent, StringComparison.Ordinal);
    }

    [Fact, Rule("SVC-054")]
    public async Task The_menu_shows_it_with_either_permission_and_the_page_needs_none()
    {
        var (plain, _, _) = await site.PilotAsync();
        var (own, _, _) = await site.PilotAsync("auth.jabber_broadcast");
        var (all, _, _) = await site.PilotAsync("auth.jabber_broadcast_all");

        Assert.False(await ShowsAsync(plain));
        Assert.True(await ShowsAsync(own));
        Assert.True(await ShowsAsync(all));
        Assert.Equal(HttpStatusCode.OK, (await plain.OpenAsync(Path)).Status);
    }

    private static async Task<bool> ShowsAsync(Visitor visitor) => (await visitor.OpenAsync("/dashboard/")).Document.QuerySelector($"nav a[href='{Path}']") is not null;

    private static Dictionary<string, string> Fleet => new()
    {
        ["fleet_name"] = "Iron Tide",
        ["fleet_commander"] = "Maren",
        ["fleet_comms"] = "Mumble",
        ["fleet_type"] = "Muninn",
        ["ship_priorities"] = "Logi first",
        ["formup_location"] = "1DQ1-A",
        ["formup_time"] = "19:30",
        ["expected_duration"] = "2 h",
        ["purpose"] = "Save the keep",
        ["reimbursable"] = "yes",
        ["important"] = "no",
        ["comments"] = "Bring drugs",
    };
}
