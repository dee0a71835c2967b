using System.Net;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Guests;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Guests;

/// <summary>Links by which strangers come onto Mumble for a few hours.</summary>
[Collection(MumbleSiteCollection.Name)]
public sealed class GuestsTests(MumbleSite site)
{
    [Theory, Rule("MUM-053")]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(24)]
    public async Task A_link_lasts_as_long_as_was_chosen(int hours)
    {
        var link = await LinkAsync(hours);

        Assert.Equal(15, link.Reference.Length);
        Assert.Equal(TimeSpan.FromHours(hours), link.ExpiresAt - link.CreatedAt);
    }

    [Fact]
    public async Task Other_times_are_passed_over()
    {
        var (user, _, visitor) = await site.PilotAsync();
        var page = await visitor.OpenAsync("/mumbletemps/");
        var token = page.Find("#link-form input[name=__RequestVerificationToken]").GetAttribute("value")!;

        await visitor.PostAsync("/mumbletemps/create/", [new("hours", "9999"), new("__RequestVerificationToken", token)], follow: true);

        Assert.Null(await site.AskAsync(s => s.GetRequiredService<ServicesDb>().GuestLinks.FirstOrDefaultAsync(l => l.CreatorId == user)));
    }

    [Fact]
    public async Task Links_take_the_permission()
    {
        var (_, _, stranger) = await site.PilotAsync(site.Eve.Universe.Alliances.Keys.First(a => a != Furnishing.OurAlliance));

        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.OpenAsync("/mumbletemps/")).Status);
    }

    [Fact, Rule("MUM-054"), Rule("MUM-055")]
    public async Task A_stranger_signs_in_with_EVE_and_gets_a_way_in_that_names_them()
    {
        var link = await LinkAsync(3);
        var (stranger, visitor) = (site.Cast.Pilot(), site.NewVisitor());

        await visitor.OpenAsync(JoinAsGuestEndpoint.PathOf(link.Reference));
        var page = await (await visitor.OpenAsync($"{JoinAsGuestEndpoint.PathOf(link.Reference)}eve/")).PickAsync(stranger);

        var guest = await GuestAsync(link);
        Assert.StartsWith("[TEMP]", guest.DisplayName, StringComparison.Ordinal);
        Assert.Contains(stranger.Name, guest.DisplayName, StringComparison.Ordinal);
        Assert.Equal((stranger.Id, link.ExpiresAt), (guest.CharacterId!.Value, guest.ExpiresAt));
        Assert.Matches($"^mumble://{guest.LoginName}:[A-Za-z0-9]{{15}}@mumble.example.test$", page.Find("a.btn-primary").GetAttribute("href"));
        Assert.Equal(10, guest.LoginName.Length);
    }

    [Fact, Rule("MUM-056")]
    public async Task A_stranger_may_say_who_they_are_where_the_settings_allow_it()
    {
        var link = await LinkAsync(3);

        await FormAsync(link, "Some <b>Body</b>", "[ABC]");

        Assert.Equal("[*TEMP][ABC] Some bBody/b", (await GuestAsync(link)).DisplayName);
    }

    [Fact]
    public async Task An_empty_form_is_told_what_is_missing()
    {
        var link = await LinkAsync(3);

        var page = await FormAsync(link, " ", "ABC");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(site.Say("services.mumble.join.missing"), page.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothere12345678")]
    [InlineData("x")]
    public async Task A_link_that_is_not_there_leads_nowhere(string reference)
    {
        var page = await site.NewVisitor().OpenAsync(JoinAsGuestEndpoint.PathOf(reference));

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains(site.Say("services.mumble.join.over"), page.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("MUM-057")]
    public async Task A_guest_comes_in_by_their_password_until_the_link_ends()
    {
        var link = await LinkAsync(3);
        var (login, password) = await PassAsync(link);
        var guest = await GuestAsync(link);

        var verdict = await site.KnockAsync(login, password);
        var wrong = await site.KnockAsync(login, password + "x");
        await site.DoAsDbAsync(db => db.Guests.Where(g => g.Id == guest.Id).ExecuteUpdateAsync(g => g.SetProperty(x => x.ExpiresAt, link.CreatedAt)));
        var late = await site.KnockAsync(login, password);

        Assert.Equal((2_000_000_000 + guest.Id, guest.DisplayName), (verdict.Code, verdict.Name));
        Assert.Equal(["Guest"], verdict.Groups);
        Assert.Equal((-2, -2), (wrong.Code, late.Code));
    }

    [Fact, Rule("MUM-059")]
    public async Task What_is_over_is_forgotten_and_a_link_that_is_ended_takes_its_guests_along()
    {
        var (over, open) = (await LinkAsync(3), await LinkAsync(3));
        await FormAsync(over, "A", "A");
        await FormAsync(open, "B", "B");
        await site.DoAsDbAsync(async db =>
        {
            await db.GuestLinks.Where(l => l.Id == over.Id).ExecuteUpdateAsync(l => l.SetProperty(x => x.ExpiresAt, over.CreatedAt));
            await db.Guests.Where(g => g.LinkId == over.Id).ExecuteUpdateAsync(g => g.SetProperty(x => x.ExpiresAt, over.CreatedAt));
        });

        await site.RunJobAsync("services.mumble.end-sessions");

        Assert.Equal((0, 1), (await CountAsync(over), await CountAsync(open)));
        var (_, _, visitor) = await site.PilotAsync();
        await (await visitor.OpenAsync("/mumbletemps/")).SubmitAsync($"form[action='/mumbletemps/{open.Id}/delete/']");
        Assert.Equal(0, await CountAsync(open));
    }

    [SkippableFact, Rule("MUM-058")]
    public async Task Who_may_not_kick_cannot_send_guests_away_and_who_may_can()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await using var server = await MurmurClient.OpenAsync("127.0.0.1", site.Murmurd.IcePort, MurmurdServer.Secret, TimeSpan.FromSeconds(10), default);
        var link = await LinkAsync(3);
        var (login, password) = await PassAsync(link);
        var (_, main, _) = await site.MemberAsync("flying-brick-9");
        await Eventually.TrueAsync(async () => await TryAsync(login, password), "the authenticator to let guests in");
        await using var guest = await MumbleLogin.SignInAsync(site.Murmurd.Port, login, password);
        await using var member = await MumbleLogin.SignInAsync(site.Murmurd.Port, main.Name.Replace(' ', '_'), "flying-brick-9");

        await member.SayAsync("!kicktemps");
        var refusal = await member.HearAsync();
        await server.AddToGroupAsync(1, 0, member.Session, "admin", default);
        await member.SayAsync("!kicktemps");
        var reason = await guest.WaitUntilKickedAsync();

        Assert.Equal(site.Say("services.mumble.guests.maynotkick"), refusal);
        Assert.Equal(site.Say("services.mumble.kick.guest"), reason);
    }

    private async Task<bool> TryAsync(string login, string password)
    {
        await using var tried = await MumbleLogin.TryAsync(site.Murmurd.Port, login, password);
        return tried.UserId > 2_000_000_000;
    }

    private async Task<GuestLink> LinkAsync(int hours)
    {
        var (user, _, visitor) = await site.PilotAsync();
        await (await visitor.OpenAsync("/mumbletemps/")).SubmitAsync("#link-form", button: $"button[value='{hours}']");
        return await site.AskAsync(s => s.GetRequiredService<ServicesDb>().GuestLinks.AsNoTracking().SingleAsync(l => l.CreatorId == user));
    }

    private async Task<VisitedPage> FormAsync(GuestLink link, string name, string association) =>
        await (await site.NewVisitor().OpenAsync(JoinAsGuestEndpoint.PathOf(link.Reference))).SubmitAsync(
            "#guest-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name, ["association"] = association });

    private async Task<(string Login, string Password)> PassAsync(GuestLink link)
    {
        var address = new Uri((await FormAsync(link, "Some Body", "ABC")).Find("a.btn-primary").GetAttribute("href")!);
        return address.UserInfo.Split(':') is [var login, var password] ? (login, password) : throw new InvalidOperationException($"No login in {address}.");
    }

    private Task<Guest> GuestAsync(GuestLink link) => site.AskAsync(s => s.GetRequiredService<ServicesDb>().Guests.AsNoTracking().SingleAsync(g => g.LinkId == link.Id));

    private Task<int> CountAsync(GuestLink link) => site.AskAsync(s => s.GetRequiredService<ServicesDb>().Guests.CountAsync(g => g.LinkId == link.Id));
}
