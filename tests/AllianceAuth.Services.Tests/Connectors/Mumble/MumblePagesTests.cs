using System.Net;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>The pilot's own pages, with Mumble behind them.</summary>
[Collection(MumbleSiteCollection.Name)]
public sealed class MumblePagesTests(MumbleSite site)
{
    private const string Card = "#service-mumble";
    private const string Password = "#credentials-mumble .secret output";

    [Fact, Rule("MUM-066")]
    public async Task The_card_offers_what_can_be_done_next()
    {
        var ((_, _, before), (_, main, after)) = (await site.PilotAsync(), await site.MemberAsync());

        var (without, with) = (await before.OpenAsync("/services/"), await after.OpenAsync("/services/"));

        Assert.NotNull(without.Document.QuerySelector($"{Card} form[action='/mumble/activate/']"));
        Assert.Null(without.Document.QuerySelector($"{Card} form[action='/mumble/deactivate/']"));
        Assert.Null(with.Document.QuerySelector($"{Card} form[action='/mumble/activate/']"));
        Assert.Contains("/mumble/set_password/", with.Find(Card).InnerHtml, StringComparison.Ordinal);
        Assert.Contains("/mumble/reset_password/", with.Find(Card).InnerHtml, StringComparison.Ordinal);
        Assert.Contains("/mumble/deactivate/", with.Find(Card).InnerHtml, StringComparison.Ordinal);
        Assert.Contains($"mumble://{main.Name.Replace(' ', '_')}@mumble.example.test", Uri.UnescapeDataString(with.Find(Card).InnerHtml), StringComparison.Ordinal);
    }

    [Fact, Rule("MUM-005")]
    public async Task Activating_brings_a_password_of_sixteen_signs_that_lets_in()
    {
        var (user, main, visitor) = await site.PilotAsync();

        var page = await (await visitor.OpenAsync("/services/")).SubmitAsync($"{Card} form[action='/mumble/activate/']");
        await site.KeepAsync();

        var password = page.Text(Password);
        Assert.Matches("^[A-Za-z0-9]{16}$", password);
        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(main.Name.Replace(' ', '_'), password)).Code);
    }

    [Fact, Rule("MUM-013")]
    public async Task Without_a_main_the_pilot_is_sent_to_the_dashboard()
    {
        var (user, _, visitor) = await site.PilotAsync();
        await site.LoseMainAsync(user);

        var page = await visitor.OpenAsync("/mumble/activate/");

        Assert.Equal("/dashboard/", page.Address.AbsolutePath);
        Assert.Null(await site.RowAsync(user));
    }

    [Fact, Rule("MUM-016")]
    public async Task Without_an_account_there_is_no_password_to_change()
    {
        var (_, _, visitor) = await site.PilotAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/mumble/set_password/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/mumble/reset_password/")).Status);
    }

    [Fact, Rule("MUM-069")]
    public async Task Deactivating_leads_back_to_the_services_and_the_row_goes()
    {
        var (user, _, visitor) = await site.MemberAsync();

        var page = await (await visitor.OpenAsync("/mumble/deactivate/")).SubmitAsync("#confirm");
        await site.KeepAsync();

        Assert.Equal("/services/", page.Address.AbsolutePath);
        Assert.Null(await site.RowAsync(user));
    }

    [Fact, Rule("MUM-015"), Rule("MUM-070")]
    public async Task Resetting_shows_the_credentials_and_setting_makes_a_hash_of_its_own()
    {
        var (user, main, visitor) = await site.MemberAsync();
        var login = main.Name.Replace(' ', '_');
        var first = (await site.RowAsync(user))!.PasswordHash;

        var reset = await (await visitor.OpenAsync("/mumble/reset_password/")).SubmitAsync("#confirm");
        await site.KeepAsync();
        var second = (await site.RowAsync(user))!;
        await (await visitor.OpenAsync("/mumble/set_password/")).SubmitAsync("#set-password", new Dictionary<string, string>(StringComparer.Ordinal) { ["password"] = "flying-brick-10" });
        await site.KeepAsync();
        var third = (await site.RowAsync(user))!;

        Assert.Contains(login, reset.Body, StringComparison.Ordinal);
        Assert.Equal(3, new HashSet<string>([first, second.PasswordHash, third.PasswordHash], StringComparer.Ordinal).Count);
        Assert.Equal((MumblePasswords.Pbkdf2, MumblePasswords.Pbkdf2), (second.HashFunction, third.HashFunction));
        Assert.Equal(MumbleSite.NumberOf(user), (await site.KnockAsync(login, "flying-brick-10")).Code);
    }
}
