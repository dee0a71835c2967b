using System.Globalization;
using AllianceAuth.Simulator.Pages;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Where a person picks the Discord user to link. In place of passwords there are only buttons.</summary>
internal static class DiscordAuthorizePage
{
    public const string Address = "/discord/oauth2/authorize";
    private const string Eyebrow = "Simulated Discord";

    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["identify"] = "see your user name and avatar",
        ["guilds"] = "know what servers you are in",
        ["guilds.join"] = "join servers for you",
        ["guilds.members.read"] = "read your member info in servers",
        ["email"] = "see your email address",
    };

    public static Html Of(DiscordAuthorizeRequest request, UserFilter filter, SimulatedDiscord discord, World world)
    {
        var found = filter.Find(discord, world);
        var pages = Math.Max(1, (found.Count + UserFilter.UsersPerPage - 1) / UserFilter.UsersPerPage);
        var page = Math.Min(filter.Page, pages);
        var shown = found.Skip((page - 1) * UserFilter.UsersPerPage).Take(UserFilter.UsersPerPage);
        return Layout.Page("Link Discord to Alliance Auth", Html.Of($"""
            <div class="head">
              <div><p class="eyebrow">{Eyebrow}</p><h1>Alliance Auth wants to access a Discord account</h1></div>
              <form method="post" action="{Address}">{Layout.Hidden(request.Parameters())}<button class="quiet" name="cancel" value="1">Refuse</button></form>
            </div>
            <p class="muted">It will {string.Join(", ", request.Scopes.Select(s => Meanings.GetValueOrDefault(s, s)))}. Authorise as:</p>
            <form class="search one" method="get" action="{Address}" role="search">{Layout.Hidden(request.Parameters())}
              <label>User or pilot<input name="user" value="{filter.Text}" placeholder="Part of a name" autocomplete="off"></label><button>Search</button></form>
            <p class="count" role="status">{found.Count} {(found.Count == 1 ? "user" : "users")}{(pages > 1 ? $", page {page} of {pages}" : "")}</p>
            <div class="pilots wide">{shown.Select(user => Button(request, user, discord, world))}</div>
            {(found.Count == 0 ? new Html("""<p class="empty">Nobody fits. Leave the field empty to see everybody.</p>""") : Html.Empty)}
            {Pager(request, filter, page, pages)}
            """));
    }

    public static Html Note(string title, string message) => Layout.Page(title, Html.Of($"""
        <div class="card narrow"><p class="eyebrow">{Eyebrow}</p><h1>{title}</h1><p>{message}</p></div>
        """));

    /// <summary>A face: that of the user's first pilot; a letter for bots.</summary>
    public static Html Avatar(DiscordUser user, World world, int size)
    {
        var pilot = user.AccountId is { } account ? world.CharactersOf(account) is [var first, ..] ? first : null : null;
        return pilot is null ? Html.Of($"""<span class="avatar letter" aria-hidden="true">{user.UserName[..1]}</span>""") : Html.Of($"""<span class="avatar">{Layout.Portrait(pilot.Id, size)}</span>""");
    }

    private static Html Button(DiscordAuthorizeRequest request, DiscordUser user, SimulatedDiscord discord, World world)
    {
        var pilots = world.CharactersOf(user.AccountId!.Value).Where(c => !c.IsDeleted).Select(c => c.Name).ToList();
        var now = user.Restriction != DiscordRestriction.None ? $"Kept out: {Words(user.Restriction)}" : discord.Member(user.Id) is null ? "" : $"In {discord.Guild.Name}";
        return Html.Of($"""
            <form method="post" action="{Address}">{Layout.Hidden(request.Parameters())}
            <button class="pilot" name="user_id" value="{user.Id}">{Avatar(user, world, 48)}
            <span class="who"><strong>{user.GlobalName ?? user.UserName}</strong><span>@{user.Tag}</span><span>plays {(pilots.Count == 0 ? "nobody any more" : string.Join(", ", pilots))}</span>{(now.Length == 0 ? Html.Empty : Html.Of($"<em>{now}</em>"))}</span></button></form>
            """);
    }

    private static string Words(DiscordRestriction restriction) => restriction switch
    {
        DiscordRestriction.Banned => "banned",
        DiscordRestriction.FullOfGuilds => "in too many guilds",
        DiscordRestriction.Unverified => "not verified",
        _ => "may not join",
    };

    private static Html Pager(DiscordAuthorizeRequest request, UserFilter filter, int page, int pages)
    {
        Html Turn(int to, string text)
        {
            var query = request.Parameters().Select(p => KeyValuePair.Create<string, string?>(p.Name, p.Value)).Append(new("user", filter.Text)).Append(new("page", to.ToString(CultureInfo.InvariantCulture)));
            return to < 1 || to > pages ? Html.Empty : Html.Of($"""<a href="{Address}{QueryString.Create(query).Value}">{text}</a>""");
        }

        return pages == 1 ? Html.Empty : Html.Of($"""<nav class="pager" aria-label="Pages">{Turn(page - 1, "← Previous")}<span>Page {page} of {pages}</span>{Turn(page + 1, "Next →")}</nav>""");
    }
}
