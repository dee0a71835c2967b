using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using AllianceAuth.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class KitTests
{
    [Theory]
    [InlineData(1_250_000_000, "1.25 b", "1,250,000,000 ISK")]
    [InlineData(999_999_999, "999 m", "999,999,999 ISK")]
    [InlineData(186_400_000, "186 m", "186,400,000 ISK")]
    [InlineData(12_560_000, "12.5 m", "12,560,000 ISK")]
    [InlineData(2_000_000_000_000, "2 t", "2,000,000,000,000 ISK")]
    [InlineData(950, "950", "950 ISK")]
    [InlineData(-4_310_000, "-4.31 m", "-4,310,000 ISK")]
    [InlineData(0, "0", "0 ISK")]
    public void ISK_is_cut_off_and_never_rounded_up(long amount, string brief, string full)
    {
        Assert.Equal(brief, IskText.Brief(amount));
        Assert.Equal(full, IskText.Full(amount + (amount >= 0 ? 0.99m : -0.99m)));
    }

    [Theory]
    [InlineData(277_200, "3 d 5 h")]
    [InlineData(7_260, "2 h 1 m")]
    [InlineData(2_892, "48 m 12 s")]
    [InlineData(41, "41 s")]
    [InlineData(-5, "0 s")]
    public void What_is_left_is_said_in_two_units(int seconds, string said) => Assert.Equal(said, EveTimeText.Left(TimeSpan.FromSeconds(seconds)));

    [Fact, Rule("EVE-040")]
    public void A_picture_has_one_of_the_sizes_the_image_server_has()
    {
        var images = new EveImages(Options.Create(new EveImageSettings()));

        Assert.Equal("https://images.evetech.net/characters/90000001/portrait?size=64", images.Portrait(90000001, EveImages.SizeFor(30)));
        Assert.Equal("https://images.evetech.net/corporations/98000001/logo?size=64", images.CorporationLogo(98000001, 64));
        Assert.Equal("https://images.evetech.net/alliances/99000001/logo?size=32", images.AllianceLogo(99000001, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Portrait(90000001, 100));
    }

    [Fact]
    public async Task A_portrait_takes_its_room_before_it_arrives()
    {
        var picture = (await Markup.Of<Portrait>(With(("CharacterId", 90000001L), ("Alt", "Maren <b>"), ("Size", PortraitSize.Medium)))).QuerySelector("img")!;

        Assert.Equal(("40", "40", "Maren <b>"), (picture.GetAttribute("width"), picture.GetAttribute("height"), picture.GetAttribute("alt")));
        Assert.EndsWith("size=128", picture.GetAttribute("src"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_with_an_error_says_so_to_everybody()
    {
        var field = await Markup.Of<FormField>(With(("Name", "payout"), ("Label", "Payout"), ("Value", "12 mil"), ("Error", "Write digits"), ("Help", "ISK"), ("ValidatePath", "/srp/1/")));
        var input = field.QuerySelector("input")!;

        Assert.Equal(input.Id, field.QuerySelector("label")!.GetAttribute("for"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal(["field-payout-error", "field-payout-help"], input.GetAttribute("aria-describedby")!.Split(' '));
        Assert.Equal("Write digits", field.QuerySelector("#field-payout-error")!.TextContent);
        Assert.Equal("12 mil", input.GetAttribute("value"));
        Assert.Equal("/srp/1/", field.QuerySelector(".field")!.GetAttribute("hx-post"));
    }

    [Fact]
    public async Task A_confirmation_works_as_a_plain_form_and_as_an_htmx_form()
    {
        var button = await Markup.Of<ConfirmButton>(With(
            ("Id", "c"), ("Text", "Remove"), ("Question", "Remove Bram?"), ("Consequence", "Bram loses <b>Discord</b>."), ("Action", "/remove/1/"), ("Target", "closest tr")));
        var form = button.QuerySelector("form")!;

        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal(form.GetAttribute("action"), form.GetAttribute("hx-post"));
        Assert.NotNull(form.QuerySelector("input[name=__RequestVerificationToken]"));
        Assert.Equal("Bram loses <b>Discord</b>.", button.QuerySelector("#c p")!.TextContent);
        Assert.Equal("Remove…", button.QuerySelector("button[popovertarget=c]")!.TextContent);
    }

    [Fact]
    public async Task A_chart_has_the_same_figures_in_a_table()
    {
        var chart = await Markup.Of<Chart>(With(("Title", "Fleets"), ("LabelTitle", "Week"), ("Data", new ChartData(["W1", "W2"], [new("Fleets", [9, 12.5m])]))));

        Assert.Contains("\"values\":[9,12.5]", chart.QuerySelector("canvas")!.GetAttribute("data-chart"), StringComparison.Ordinal);
        Assert.Equal(["W1", "9", "W2", "12.5"], chart.QuerySelectorAll("tbody td").Select(td => td.TextContent));
    }

    [Fact, Rule("UI-032")]
    public async Task Quiet_boxes_of_other_apps_have_their_classes()
    {
        var styles = await File.ReadAllTextAsync(StyleSheet());

        Assert.All(["aa-callout", "aa-callout-success", "aa-callout-danger", "aa-callout-sm", "aa-callout-lg", "cursor-zoom-in"], name => Assert.Contains("." + name, styles, StringComparison.Ordinal));
        Assert.Contains(".aa-callout > :last-child { margin-bottom: 0; }", styles, StringComparison.Ordinal);
        Assert.Contains("--bs-table-bg: transparent", styles, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_keeps_everything_in_its_address()
    {
        var query = TableQuery.Of("/srp/?q=sabre&status=a&status=b&sort=-payout&page=3&size=50");

        Assert.Equal((3, 50, "sabre", "payout", true), (query.Page, query.Size, query.Search, query.Sort, query.Descending));
        Assert.Equal("/srp/?q=sabre&status=a&status=b&sort=-payout&page=4&size=50", query.PageHref(4));
        Assert.DoesNotContain("page=", query.SortHref("pilot"), StringComparison.Ordinal);
        Assert.Contains("sort=payout", query.SortHref("payout").Split('&', '?'));
        Assert.Equal(["b"], TableQuery.Of(query.ToggleHref("status", "a")).Filters("status"));
        Assert.Equal(["a", "b", "c"], TableQuery.Of(query.ToggleHref("status", "c")).Filters("status"));
        Assert.Null(TableQuery.Of(query.ClearHref).Search);
        Assert.Equal("payout", TableQuery.Of(query.ClearHref).Sort);
        Assert.True(TableQuery.Of(query.CsvHref).WantsCsv);
    }

    [Theory]
    [InlineData("/x?page=0", 1, 25)]
    [InlineData("/x?page=-3&size=7", 1, 25)]
    [InlineData("/x?page=99999999999&size=abc", 1, 25)]
    [InlineData("/x?page=2147483647&size=200", 2147483647, 200)]
    public void Nonsense_in_the_address_is_the_first_page(string address, int page, int size)
    {
        var query = TableQuery.Of(address);

        Assert.Equal((page, size), (query.Page, query.Size));
        Assert.True(query.Skip >= 0);
    }

    [Fact]
    public void Sorting_by_what_the_list_does_not_know_is_its_default()
    {
        var query = TableQuery.Of("/x?sort=password&page=2").SortedBy("-last_seen", "name");

        Assert.Equal(("last_seen", true, 2), (query.Sort, query.Descending, query.Page));
    }

    [Fact]
    public async Task A_file_for_spreadsheets_runs_nothing_and_breaks_at_nothing()
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;

        await http.Csv<string>("pilots", ["=cmd()", "Bram \"B\", Okonedo", "Zoë"], new("Pilot", name => name), new("Payout", _ => 1250.5m)).ExecuteAsync(http);

        Assert.Equal("\uFEFFPilot,Payout\r\n'=cmd(),1250.5\r\n\"Bram \"\"B\"\", Okonedo\",1250.5\r\nZoë,1250.5\r\n", System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private static string StyleSheet([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Shared", "AllianceAuth.Shared.Web", "wwwroot", "css", "kit.css");

    private static Dictionary<string, object?> With(params (string Name, object? Value)[] parameters) =>
        parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
