using System.Net;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Analytics.Tests;

public sealed class AgreementTests(AnalyticsSite site) : IClassFixture<AnalyticsSite>
{
    [Fact, Rule("ANA-030")]
    public async Task Nothing_is_sent_before_an_admin_has_read_it_and_agreed()
    {
        var (agreement, receiver) = await site.AddAsync(await site.AdminAsync(), "figures");
        await site.CountAsync();
        Assert.Empty(site.Got(receiver));

        var read = agreement.Document.QuerySelectorAll("pre").Select(p => p.TextContent.Trim()).ToList();
        await agreement.SubmitAsync("#agree");
        await site.CountAsync();

        Assert.Equal(read.Order(StringComparer.Ordinal), site.Got(receiver).Select(m => m.Body).Order(StringComparer.Ordinal));
    }

    [Fact, Rule("ANA-011"), Rule("ANA-030")]
    public async Task A_kind_switched_on_later_waits_for_its_own_agreement()
    {
        var receiver = await site.AgreedAsync("figures");
        var admin = await site.AdminAsync();
        var id = (await site.TokenAsync(receiver)).Id;

        var form = await admin.OpenAsync($"/admin/analytics/analyticstokens/{id}/change/");
        await form.SubmitAsync("#token-form", new Dictionary<string, string> { ["send_modules"] = "true" });
        await site.CountAsync();

        Assert.Equal(4, site.Got(receiver).Count);
        Assert.Contains("wait until you have read them", (await admin.OpenAsync($"/admin/analytics/analyticstokens/{id}/change/")).AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agreement_to_a_receiver_that_was_changed_meanwhile_counts_for_nothing()
    {
        var admin = await site.AdminAsync();
        var (agreement, receiver) = await site.AddAsync(admin, "figures");
        var id = (await site.TokenAsync(receiver)).Id;
        await (await admin.OpenAsync($"/admin/analytics/analyticstokens/{id}/change/")).SubmitAsync("#token-form", new Dictionary<string, string> { ["token"] = $"{receiver}X" });

        var answer = await agreement.SubmitAsync("#agree");

        Assert.Contains("The receiver was changed meanwhile", answer.AllText, StringComparison.Ordinal);
        Assert.Null((await site.TokenAsync($"{receiver}X")).AgreedAt);
    }

    [Fact]
    public async Task An_agreement_can_be_taken_back()
    {
        var receiver = await site.AgreedAsync("figures");
        var admin = await site.AdminAsync();
        var id = (await site.TokenAsync(receiver)).Id;

        await (await admin.OpenAsync($"/admin/analytics/analyticstokens/{id}/change/")).SubmitAsync("#withdraw");
        await site.CountAsync();

        Assert.Empty(site.Got(receiver));
    }

    [Fact]
    public async Task The_secret_is_sealed_and_never_shown_again()
    {
        var receiver = await site.AgreedAsync("figures");
        var admin = await site.AdminAsync();
        var id = (await site.TokenAsync(receiver)).Id;
        await site.CountAsync();

        var pages = new[] { "", $"{id}/change/", $"{id}/agree/" };
        foreach (var page in pages)
        {
            Assert.DoesNotContain(AnalyticsSite.Secret, (await admin.OpenAsync($"/admin/analytics/analyticstokens/{page}")).Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(AnalyticsSite.Secret, (await site.TokenAsync(receiver)).SealedSecret, StringComparison.Ordinal);
        Assert.DoesNotContain(AnalyticsSite.Secret, site.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_secret_keeps_the_stored_one()
    {
        var receiver = await site.AgreedAsync("figures");
        var before = (await site.TokenAsync(receiver)).SealedSecret;
        var form = await (await site.AdminAsync()).OpenAsync($"/admin/analytics/analyticstokens/{(await site.TokenAsync(receiver)).Id}/change/");

        await form.SubmitAsync("#token-form", new Dictionary<string, string> { ["name"] = "Renamed" });
        Assert.Equal(("Renamed", before), ((await site.TokenAsync(receiver)).Name, (await site.TokenAsync(receiver)).SealedSecret));

        await form.SubmitAsync("#token-form", new Dictionary<string, string> { ["drop_secret"] = "true" });
        Assert.Equal("", (await site.TokenAsync(receiver)).SealedSecret);
    }

    [Theory, Rule("ANA-016")]
    [InlineData("UA-123456-1", "Google switched Universal Analytics off")]
    [InlineData("", "Write the measurement ID as Google shows it")]
    [InlineData("G-<script>", "Write the measurement ID as Google shows it")]
    public async Task Only_measurement_ids_of_google_analytics_4_are_taken(string measurement, string complaint)
    {
        var form = await (await site.AdminAsync()).OpenAsync("/admin/analytics/analyticstokens/add/");

        var answer = await form.SubmitAsync("#token-form", new Dictionary<string, string> { ["name"] = "Ours", ["token"] = measurement });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(complaint, answer.Text("#field-token-error"), StringComparison.Ordinal);
    }

    [Fact, Rule("ADM-030")]
    public async Task The_list_shows_name_and_type_and_is_searched_by_name()
    {
        var mine = await site.AgreedAsync("figures");
        var other = await site.AgreedAsync("figures");

        var list = await (await site.AdminAsync()).OpenAsync($"/admin/analytics/analyticstokens/?q={mine}");

        Assert.Contains($"Receiver {mine}", list.Text("#tokens tbody"), StringComparison.Ordinal);
        Assert.Contains("GA-V4", list.Text("#tokens tbody"), StringComparison.Ordinal);
        Assert.DoesNotContain(other, list.Text("#tokens tbody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_receiver_gets_nothing_and_its_record_goes()
    {
        var receiver = await site.AgreedAsync("figures");
        await site.CountAsync();
        var id = (await site.TokenAsync(receiver)).Id;

        await (await (await site.AdminAsync()).OpenAsync($"/admin/analytics/analyticstokens/{id}/delete/")).SubmitAsync("#confirm-form", button: "button");

        Assert.Equal(0, await site.ReadAsync<long>($"SELECT count(*) FROM analytics.events WHERE token_id = {id}"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.AdminAsync()).GetAsync($"/admin/analytics/analyticstokens/{id}/change/")).Status);
    }

    [Fact]
    public async Task The_history_tells_who_agreed_and_never_the_secret()
    {
        var receiver = await site.AgreedAsync("figures");
        var id = (await site.TokenAsync(receiver)).Id;
        await site.DeliverEventsAsync();

        var history = await (await site.AdminAsync()).OpenAsync($"/admin/analytics/analyticstokens/{id}/history/");

        Assert.Contains("agreed to what is sent", history.AllText, StringComparison.Ordinal);
        Assert.Contains($"{Furnishing.AdminName} changed:", history.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(AnalyticsSite.Secret, history.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_are_sent_to_the_login()
    {
        var page = await site.NewVisitor().OpenAsync("/admin/analytics/analyticstokens/");

        Assert.Contains("login", page.Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact, Rule("ANA-001"), Rule("ANA-002"), Rule("ANA-004")]
    public async Task There_is_one_identity_and_it_is_random()
    {
        var identifier = await IdentifierAsync();

        Assert.Equal(4, identifier.Version);
        Assert.Equal(identifier, await IdentifierAsync());
        await Assert.ThrowsAsync<PostgresException>(() => site.ReadAsync<int>("INSERT INTO analytics.installations (id, identifier) VALUES (2, gen_random_uuid()) RETURNING id"));
        await Assert.ThrowsAsync<PostgresException>(() => site.ReadAsync<int>("INSERT INTO analytics.installations (id, identifier) VALUES (1, gen_random_uuid()) RETURNING id"));
    }

    [Fact, Rule("ANA-003")]
    public async Task Another_identity_has_the_same_number_again()
    {
        var before = await IdentifierAsync();

        await (await (await site.AdminAsync()).OpenAsync("/admin/analytics/analyticsidentifier/")).SubmitAsync("form[action$='/renew/']");

        Assert.NotEqual(before, await IdentifierAsync());
        Assert.Equal(1, await site.ReadAsync<int>("SELECT max(id) FROM analytics.installations"));
        await site.DeliverEventsAsync();
        Assert.Equal(1, await site.ReadAsync<long>("SELECT count(*) FROM admin.changes WHERE cause = 'analytics.identifier.drawn' AND actor IS NOT NULL"));
    }

    private Task<Guid> IdentifierAsync() => site.AskAsync(services => services.GetRequiredService<AnalyticsDb>().IdentifierAsync(CancellationToken.None));
}
