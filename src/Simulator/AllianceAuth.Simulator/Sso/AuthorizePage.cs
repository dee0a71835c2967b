using System.Globalization;
using AllianceAuth.Simulator.Pages;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Sso;

/// <summary>Where a person picks the character to log in with. In place of passwords there are only buttons.</summary>
internal static class AuthorizePage
{
    private const string Address = "/sso/v2/oauth/authorize";

    public static Html Of(AuthorizeRequest request, PilotFilter filter, SsoClient client, World world)
    {
        var accounts = filter.Find(world);
        var pages = Math.Max(1, (accounts.Count + PilotFilter.AccountsPerPage - 1) / PilotFilter.AccountsPerPage);
        var page = Math.Min(filter.Page, pages);
        var shown = accounts.Skip((page - 1) * PilotFilter.AccountsPerPage).Take(PilotFilter.AccountsPerPage);
        return Layout.Page($"Sign in to {client.Name}", Html.Of($"""
            <div class="head">
              <div><p class="eyebrow">Simulated EVE sign-on</p><h1>Who signs in to {client.Name}?</h1></div>
              <form method="post" action="{Address}">{Layout.Hidden(request.Parameters())}<button class="quiet" name="cancel" value="1">Cancel</button></form>
            </div>
            {Scopes(request)}
            {(filter.IsEmpty && page == 1 ? Suggestions(request, world) : Html.Empty)}
            <h2>{(filter.IsEmpty ? "Everybody" : "Found")}</h2>
            {Search(request, filter, world)}
            <p class="count" role="status">{accounts.Count} {(accounts.Count == 1 ? "account" : "accounts")}{(pages > 1 ? $", page {page} of {pages}" : "")}{(filter.IsEmpty ? Html.Empty : Html.Of($""" · <a href="{Address}{QueryString.Create(Query(request, PilotFilter.None, 1)).Value}">Show everybody</a>"""))}</p>
            <div class="accounts">{shown.Select(account => Account(request, filter, account, world))}</div>
            {(accounts.Count == 0 ? new Html("""<p class="empty">Nobody fits. Leave a field empty to see more pilots.</p>""") : Html.Empty)}
            {Pager(request, filter, page, pages)}
            """));
    }

    public static Html Error(string message) => Layout.Page("Sign-on refused", Html.Of($"""
        <div class="card narrow"><p class="eyebrow">Simulated EVE sign-on</p><h1>This request cannot be answered</h1><p>{message}</p>
        <p class="muted">EVE sign-on shows an error like this one and does not send you back. The application must be corrected.</p></div>
        """));

    private static Html Scopes(AuthorizeRequest request) => request.Scopes.Count == 0
        ? new Html("""<p class="muted">It asks only who you are.</p>""")
        : Html.Of($"""
            <details class="scopes"><summary>It asks for {request.Scopes.Count} {(request.Scopes.Count == 1 ? "scope" : "scopes")}</summary>
            <ul>{request.Scopes.Select(s => Html.Of($"<li><code>{s}</code></li>"))}</ul></details>
            """);

    private static Html Suggestions(AuthorizeRequest request, World world)
    {
        var living = world.Suggestions.Select(s => (Character: world.Characters[s.CharacterId], s.Why)).Where(s => !s.Character.IsDeleted);
        return Html.Of($"""
            <section><h2>Try these</h2>
            <div class="pilots wide">{living.Select(s => Pilot(request, s.Character, world, s.Why, dim: false))}</div></section>
            """);
    }

    private static Html Search(AuthorizeRequest request, PilotFilter filter, World world) => Html.Of($"""
        <form class="search" method="get" action="{Address}" role="search">{Layout.Hidden(request.Parameters())}
          <label>Pilot<input name="pilot" value="{filter.Pilot}" placeholder="Part of a name" autocomplete="off"></label>
          <label>Corporation<select name="corporation">{Layout.Options(world.Corporations.Values.OrderBy(c => c.Name).Select(c => (c.Id, $"{c.Name} [{c.Ticker}]")), filter.Corporation, "Any")}</select></label>
          <label>Alliance<select name="alliance">{Layout.Options(world.Alliances.Values.OrderBy(a => a.Id).Select(a => (a.Id, $"{a.Name} <{a.Ticker}>")), filter.Alliance, "Any")}</select></label>
          <label>Account<input name="account" value="{filter.Account}" placeholder="Number or first pilot" autocomplete="off"></label>
          <button>Search</button>
        </form>
        """);

    private static Html Account(AuthorizeRequest request, PilotFilter filter, IReadOnlyList<EveCharacter> characters, World world)
    {
        var account = world.Accounts[characters[0].AccountId];
        // Mostly it is called like its first pilot, who stands right below.
        var name = characters.Any(c => c.Name == account.Name) ? "" : $"{account.Name} · ";
        return Html.Of($"""
            <section class="card account"><h3>Account {account.Id}<small>{name}{characters.Count} {(characters.Count == 1 ? "pilot" : "pilots")}</small></h3>
            <div class="pilots">{characters.Select(c => Pilot(request, c, world, why: null, dim: !filter.IsEmpty && !filter.Fits(world, c)))}</div></section>
            """);
    }

    private static Html Pilot(AuthorizeRequest request, EveCharacter character, World world, string? why, bool dim)
    {
        var corporation = world.CorporationOf(character);
        var alliance = world.AllianceOf(character);
        return Html.Of($"""
            <form method="post" action="{Address}">{Layout.Hidden(request.Parameters())}
            <button class="pilot{(dim ? " dim" : "")}" name="character_id" value="{character.Id}">{Layout.Portrait(character.Id, why is null ? 48 : 64)}
            <span class="who"><strong>{character.Name}</strong><span>{corporation.Name} [{corporation.Ticker}]</span><span>{(alliance is null ? "No alliance" : $"{alliance.Name} <{alliance.Ticker}>")}</span>{(why is null ? Html.Empty : Html.Of($"<em>{why}</em>"))}</span></button></form>
            """);
    }

    private static Html Pager(AuthorizeRequest request, PilotFilter filter, int page, int pages)
    {
        Html Turn(int to, string text) => to < 1 || to > pages
            ? Html.Empty
            : Html.Of($"""<a href="{Address}{QueryString.Create(Query(request, filter, to)).Value}">{text}</a>""");
        return pages == 1 ? Html.Empty : Html.Of($"""<nav class="pager" aria-label="Pages">{Turn(page - 1, "← Previous")}<span>Page {page} of {pages}</span>{Turn(page + 1, "Next →")}</nav>""");
    }

    private static IEnumerable<KeyValuePair<string, string?>> Query(AuthorizeRequest request, PilotFilter filter, int page) =>
    [
        .. request.Parameters().Select(p => KeyValuePair.Create<string, string?>(p.Name, p.Value)),
        new("pilot", filter.Pilot),
        new("corporation", filter.Corporation?.ToString(CultureInfo.InvariantCulture)),
        new("alliance", filter.Alliance?.ToString(CultureInfo.InvariantCulture)),
        new("account", filter.Account),
        new("page", page.ToString(CultureInfo.InvariantCulture)),
    ];
}
