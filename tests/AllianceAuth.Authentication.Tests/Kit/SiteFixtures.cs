using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Infrastructure.Mail;
using AllianceAuth.Simulator.Universe;
using AllianceAuth.Testing.Site;
using AngleSharp.Html.Dom;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication.Tests.Kit;

/// <summary>The site where an address is taken as it is typed.</summary>
public class SiteFixture : AppFixture
{
    public const string RootPassword = "stillborn-comet-84-lantern";

    private static int _next;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Authentication:LoginsPerMinute", "100000")];

    /// <summary>A character that no other test uses, the first of its account.</summary>
    public EveCharacter NextCharacter() => Eve.Universe.Accounts.Keys.Order()
        .Select(account => Eve.Universe.CharactersOf(account))
        .Where(characters => characters.Count > 2)
        .Skip(Interlocked.Increment(ref _next)).First()[0];

    public EveCharacter AltOf(EveCharacter main, int number = 1) => Eve.Universe.CharactersOf(main.AccountId)[number];

    /// <summary>Goes to EVE from an address of the site, picks a pilot there and comes back.</summary>
    public static async Task<VisitedPage> ThroughEveAsync(Visitor visitor, string address, EveCharacter pilot) =>
        await ChooseAsync(visitor, await visitor.OpenAsync(address), pilot);

    /// <summary>Picks a pilot on EVE's page.</summary>
    public static Task<VisitedPage> ChooseAsync(Visitor visitor, VisitedPage eve, EveCharacter pilot)
    {
        var form = (IHtmlFormElement)eve.Find("form:has(button[name=character_id])");
        var fields = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(i => new KeyValuePair<string, string>(i.Name!, i.Value));
        return visitor.PostAsync(
            new Uri(eve.Address, form.GetAttribute("action")).AbsoluteUri,
            fields.Append(new("character_id", pilot.Id.ToString(CultureInfo.InvariantCulture))),
            follow: true);
    }

    /// <summary>Somebody new who finished the registration and is on the dashboard.</summary>
    public async Task<(Visitor Visitor, EveCharacter Main)> RegisterAsync()
    {
        var (visitor, main) = (NewVisitor(), NextCharacter());
        var form = await ThroughEveAsync(visitor, "/sso/login", main);
        await form.SubmitAsync("form[action='/account/register/']", new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = "pilot@example.com" });
        await DeliverEventsAsync();
        return (visitor, main);
    }

    /// <summary>A superuser who signed in with a password.</summary>
    public async Task<Visitor> RootAsync(string name = "root")
    {
        await AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateSuperuser(name, $"{name}@example.com", RootPassword)));
        var visitor = NewVisitor();
        var page = await visitor.OpenAsync("/admin/login/");
        await page.SubmitAsync("form[action='/admin/login/']", new Dictionary<string, string>(StringComparer.Ordinal) { ["username"] = name, ["password"] = RootPassword });
        return visitor;
    }

    public Task<StoredMail?> LastMailToAsync(string address) => AskAsync(async s =>
    {
        var mailbox = s.GetRequiredService<Mailbox>();
        var header = (await mailbox.ListAsync(100, CancellationToken.None)).FirstOrDefault(m => m.To == address);
        return header is null ? null : await mailbox.FindAsync(header.Id, CancellationToken.None);
    });
}

/// <summary>The site where an address must be confirmed.</summary>
public sealed class VerifyingSiteFixture : SiteFixture
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("Registration:VerifyEmail", "true"), new("Registration:ActivationDays", "2")];
}

/// <summary>The site that takes nobody new, and lets nobody try often.</summary>
public sealed class ClosedSiteFixture : SiteFixture
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Registration:Open", "false"), new("Authentication:LoginsPerMinute", "8")];
}
