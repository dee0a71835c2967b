using System.Net;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Names;

public sealed class NameFormatAdminTests(NamingSite site) : IClassFixture<NamingSite>
{
    private const string List = "/admin/services/nameformatconfig/";

    [Fact, Rule("SVC-073")]
    public async Task A_format_is_saved_by_the_form_and_listed_with_its_states()
    {
        var admin = await site.WardenAsync();
        var state = await site.StateAsync();
        var name = await site.ReadAsync<string>($"SELECT name FROM authentication.states WHERE id = {state}");

        var list = await AddAsync(admin, "voice", "{username} of {corp_ticker}", state);

        var row = list.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(name!, StringComparison.Ordinal));
        Assert.Contains("voice", row.TextContent, StringComparison.Ordinal);
    }

    [Fact, Rule("SVC-030")]
    public async Task An_unknown_field_is_refused_when_the_configuration_is_saved()
    {
        var admin = await site.WardenAsync();
        var state = await site.StateAsync();

        var page = await AddAsync(admin, "voice", "{pilot}", state);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(site.Say("services.nameformat.unknown", "2", "pilot", NameField.AllNames), page.Text("#field-format-error"));
        Assert.Equal(0, await CountAsync(state));
    }

    [Fact, Rule("C-39")]
    public async Task A_second_format_for_the_same_service_and_state_is_refused()
    {
        var admin = await site.WardenAsync();
        var state = await site.StateAsync();
        var name = await site.ReadAsync<string>($"SELECT name FROM authentication.states WHERE id = {state}");
        await AddAsync(admin, "voice", "{username}", state);

        var page = await AddAsync(admin, "voice", "{character_name}", state);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(site.Say("services.nameformat.taken", name!, $"voice: {name}"), page.AllText, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(state));
    }

    [Fact, Rule("SVC-025")]
    public async Task Of_two_who_give_a_state_a_format_at_once_one_is_refused()
    {
        var state = await site.StateAsync();
        var (one, other) = (await site.WardenAsync(), await site.WardenAsync());

        var answers = await Task.WhenAll(AddAsync(one, "voice", "1{username}", state), AddAsync(other, "voice", "2{username}", state));

        Assert.Equal(1, await CountAsync(state));
        Assert.Single(answers, a => a.Status == HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Another_service_may_have_a_format_for_the_same_state()
    {
        var admin = await site.WardenAsync();
        var state = await site.StateAsync();

        await AddAsync(admin, "voice", "{username}", state);
        await AddAsync(admin, "board", "{username}", state);

        Assert.Equal(2, await CountAsync(state));
    }

    [Fact]
    public async Task A_format_of_a_service_that_is_gone_keeps_it_while_others_cannot_choose_it()
    {
        var admin = await site.WardenAsync();
        var (state, gone) = (await site.StateAsync(), $"gone{site.Next()}");
        var id = await site.ConfigAsync(new NameFormatConfig { ServiceName = gone, Format = "{username}", States = [state] });

        var page = await admin.OpenAsync($"{List}{id}/change/");
        Assert.Contains(page.Document.QuerySelectorAll("select[name=service_name] option"), o => o.GetAttribute("value") == gone && o.HasAttribute("selected"));
        Assert.Contains(site.Say("services.nameformat.preview.gone", gone), page.AllText, StringComparison.Ordinal);
        await page.SubmitAsync("#item-form", new Dictionary<string, string> { ["format"] = "{corp_ticker}" });

        Assert.Equal("{corp_ticker}", await site.ReadAsync<string>($"SELECT format FROM services.name_formats WHERE id = {id}"));
        Assert.DoesNotContain((await admin.OpenAsync($"{List}add/")).Document.QuerySelectorAll("select[name=service_name] option"), o => o.GetAttribute("value") == gone);
    }

    [Fact]
    public async Task The_preview_shows_real_pilots_as_formatted_and_as_cleaned_and_saves_nothing()
    {
        var admin = await site.WardenAsync();
        var (_, user, name) = await site.PilotAsync();
        var state = await site.StateAsync();
        await MoveAsync(state, user);

        var page = await PreviewAsync(admin, "board", "x {character_name}", state);

        var row = page.Document.QuerySelectorAll("#name-preview tbody tr").Single();
        var cleaned = $"x_{name.Replace(' ', '_').Replace("'", "", StringComparison.Ordinal)}";
        Assert.Equal([$"x {name}", cleaned[..Math.Min(12, cleaned.Length)]], row.QuerySelectorAll("code").Select(c => c.TextContent));
        Assert.Equal(0, await CountAsync(state));
    }

    [Fact]
    public async Task The_preview_tells_whose_names_would_be_the_same()
    {
        var admin = await site.WardenAsync();
        var state = await site.StateAsync();
        await MoveAsync(state, (await site.PilotAsync()).User, (await site.PilotAsync()).User);

        var page = await PreviewAsync(admin, "board", "all alike", state);

        Assert.Contains(site.Say("services.nameformat.preview.setapart", "Board"), page.Text("#preview"), StringComparison.Ordinal);
        Assert.Contains("all_alike", page.Text("#preview"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_format_is_half_typed_the_preview_says_what_is_wrong()
    {
        var admin = await site.WardenAsync();

        var page = await PreviewAsync(admin, "voice", "[{corp_tick", await site.StateAsync());

        Assert.Contains(site.Say("services.nameformat.open", "2"), page.Text("#preview"), StringComparison.Ordinal);
    }

    [Fact, Rule("SVC-032")]
    public async Task Saving_and_deleting_a_format_tell_that_names_may_change()
    {
        var admin = await site.WardenAsync();
        var state = await site.StateAsync();
        await site.ReadAsync<int>("CREATE TABLE told (name text, body text); CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.told VALUES (NEW.name, to_jsonb(NEW)::text); RETURN NEW; END'; CREATE TRIGGER remember AFTER INSERT ON services.outbox FOR EACH ROW EXECUTE FUNCTION remember();");
        const string Told = "SELECT count(*) FROM told WHERE name = 'services.name-format-saved.v1'";

        await AddAsync(admin, "voice", "{username}", state);
        Assert.Equal(1L, await site.ReadAsync<long>(Told));
        var id = await site.ReadAsync<int>($"SELECT id FROM services.name_formats WHERE {state} = ANY (states)");
        await (await admin.OpenAsync($"{List}{id}/change/")).SubmitAsync("#item-form", new Dictionary<string, string> { ["service_name"] = "board" });

        // One for the service it left, one for that it came to.
        Assert.Equal(3L, await site.ReadAsync<long>(Told));
        await (await admin.OpenAsync($"{List}{id}/delete/")).SubmitAsync("main form[method=post]");
        Assert.Equal(4L, await site.ReadAsync<long>(Told));
    }

    private Task MoveAsync(StateId state, params UserId[] users) => site.DoAsync(async _ =>
    {
        await site.ReadAsync<int>($"UPDATE authentication.users SET state = {state} WHERE id IN ({string.Join(',', users)})");
        // The permission of the services comes with the member state; here by themselves.
        await site.ReadAsync<int>($"INSERT INTO authentication.state_permissions SELECT {state}, permission FROM authentication.state_permissions WHERE state_id = {site.Member}");
    });

    private Task<long> CountAsync(StateId state) => site.ReadAsync<long>($"SELECT count(*) FROM services.name_formats WHERE {state} = ANY (states)");

    private static async Task<VisitedPage> AddAsync(Visitor admin, string service, string format, StateId state) =>
        await (await admin.OpenAsync($"{List}add/")).SubmitAsync("#item-form", Values(service, format, state), button: "button[value=list]");

    private static async Task<VisitedPage> PreviewAsync(Visitor admin, string service, string format, StateId state) =>
        await (await admin.OpenAsync($"{List}add/")).SubmitAsync("#item-form", Values(service, format, state), button: "button[name=preview]");

    private static Dictionary<string, string> Values(string service, string format, StateId state) =>
        new() { ["service_name"] = service, ["format"] = format, ["states"] = $"{state}" };
}
