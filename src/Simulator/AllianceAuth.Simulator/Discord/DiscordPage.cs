using System.Globalization;
using AllianceAuth.Simulator.Control;
using AllianceAuth.Simulator.Pages;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Shows a person what Discord holds now, and looks again by itself.</summary>
internal sealed class DiscordPage(SimulatedDiscord discord, DiscordControl control, DiscordLimits limits, World world, TimeProvider clock)
{
    private const int Seconds = 5;
    private const int LatestCalls = 25;
    private const int MostMembers = 120;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/discord", (string? search, string? refresh) => Of(search?.Trim() ?? "", refresh != "off").Page());

    private Html Of(string search, bool refreshes)
    {
        var guild = discord.Guild;
        var found = discord.Members.Where(m => Fits(m, search)).Reverse().ToList();
        var calls = discord.Calls;
        return Layout.Page($"{guild.Name} on Discord", Html.Of($"""
            <div class="head"><div><p class="eyebrow">Simulated Discord</p><h1>{guild.Name}</h1>
              <p class="muted">What the guild holds at {clock.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss}. {Refreshing(search, refreshes)} <a href="/control#discord">Make things happen</a></p></div>
              <span class="tag {(discord.BotIsInGuild ? "good" : "bad")}">{(discord.BotIsInGuild ? "bot is in" : "bot is out")}</span></div>
            <div class="tiles"><div class="tile"><strong>{guild.Members.Count:N0}</strong>members</div><div class="tile"><strong>{guild.Roles.Count}</strong>roles</div>
              <div class="tile"><strong>{calls.Count:N0}</strong>calls</div><div class="tile{(calls.Any(c => c.Status == 429) ? " bad" : "")}"><strong>{calls.Count(c => c.Status == 429):N0}</strong>told to wait</div>
              <div class="tile"><strong>{limits.InvalidSoFar:N0}</strong>invalid of {discord.Settings.InvalidRequests:N0}</div></div>
            <h2>Members</h2>
            <form class="search one" method="get" action="/discord" role="search"><label>Member, nick or role<input name="search" value="{search}" autocomplete="off"></label><button>Find</button></form>
            <p class="count" role="status">{found.Count:N0} of {guild.Members.Count:N0}, who came last first{(found.Count > MostMembers ? $"; the first {MostMembers} are shown" : "")}</p>
            <div class="scroll"><table><thead><tr><th>Member</th><th class="hide-small">User</th><th>Roles</th><th class="hide-small">Since</th></tr></thead><tbody>{found.Take(MostMembers).Select(m => Row(guild, m))}</tbody></table></div>
            <h2>Roles</h2>
            <div class="scroll"><table><thead><tr><th>Role, highest first</th><th>Members</th><th class="hide-small">Rights</th><th class="hide-small">Id</th></tr></thead><tbody>{guild.Ranking.Select(r => Row(guild, r))}</tbody></table></div>
            <h2>Latest calls</h2>
            {Calls(calls)}
            <h2>Behind it</h2>
            <div class="grid"><section class="card"><h3>Limits of the bot</h3><dl class="state">{limits.Current.Select(b => Html.Of($"""<dt>{b.Bucket}</dt><dd>{b.State.Remaining} of {b.State.Limit} left{After(b.State)}</dd>"""))}</dl></section>
            <section class="card"><h3>The application</h3><dl class="state">
              <dt>Client id</dt><dd><code>{discord.Options.ClientId}</code></dd><dt>Secret</dt><dd><code>{discord.Options.ClientSecret}</code></dd><dt>Bot token</dt><dd><code>{discord.BotToken}</code></dd>
              <dt>Guild</dt><dd><code>{guild.Id}</code></dd><dt>Owner</dt><dd>{NameOf(guild.OwnerId)}</dd><dt>API</dt><dd><code>/discord/api/v10</code></dd><dt>Authorise</dt><dd><code>{DiscordAuthorizePage.Address}</code></dd>
              <dt>Callbacks</dt><dd>{(control.Callbacks.Count == 0 ? new Html("none") : Html.Join(control.Callbacks.Select(c => Html.Of($"<code>{c}</code><br>"))))}</dd></dl></section>
            <section class="card"><h3>Trouble to come</h3>{(control.Storms.Count == 0 ? new Html("""<p class="muted">None.</p>""") : Html.Of($"""<ul class="rows">{control.Storms.Select(s => Html.Of($"<li>429 {Kebab.Of(s.Scope)}, {s.Count} time(s), {s.Seconds:0.###} s{(s.Route is null ? "" : $", {s.Route}")}</li>"))}</ul>"""))}</section></div>
            """), head: refreshes ? Html.Of($"""<meta http-equiv="refresh" content="{Seconds}">""") : Html.Empty);
    }

    private static Html Refreshing(string search, bool refreshes)
    {
        var query = QueryString.Create("search", search).Value;
        return refreshes ? Html.Of($"""Looks again every {Seconds} seconds. <a href="/discord{query}&amp;refresh=off">Hold still</a>""") : Html.Of($"""Holds still. <a href="/discord{query}">Go on</a>""");
    }

    private bool Fits(GuildMember member, string search)
    {
        var user = discord.AllUsers.Find(member.UserId);
        return search.Length == 0 || ((string?[])[user?.Tag, user?.GlobalName, member.Nick, .. discord.RoleNamesOf(member.UserId)]).Any(t => t?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);
    }

    private Html Row(Guild guild, GuildMember member)
    {
        var user = discord.AllUsers.Find(member.UserId);
        if (user is null)
        {
            return Html.Empty;
        }

        var roles = guild.RolesOf(member.UserId);
        var colour = roles.FirstOrDefault(r => r.Colour != 0)?.Colour ?? 0;
        var badge = member.UserId == guild.OwnerId ? "owner" : user.IsBot ? "bot" : member.IsPending ? "pending" : "";
        return Html.Of($"""
            <tr><td><span class="cell">{DiscordAuthorizePage.Avatar(user, world, 32)}<span>{Dot(colour)}{member.Nick ?? user.GlobalName ?? user.UserName} {(badge.Length == 0 ? Html.Empty : Html.Of($"""<span class="tag">{badge}</span>"""))}</span></span></td>
            <td class="hide-small">@{user.Tag}</td><td>{(roles.Count == 0 ? new Html("""<span class="muted">none</span>""") : Html.Join(roles.Select(r => Html.Of($"""<span class="tag">{Dot(r.Colour)}{r.Name}</span> """))))}</td>
            <td class="number hide-small">{member.JoinedAt.UtcDateTime:yyyy-MM-dd HH:mm}</td></tr>
            """);
    }

    private static Html Row(Guild guild, GuildRole role) => Html.Of($"""
        <tr><td>{Dot(role.Colour)}{role.Name} {(role.IsManaged ? Html.Of($"""<span class="tag warn">{(role.IsForBoosters ? "boosters" : "managed by a bot")}</span>""") : Html.Empty)}</td>
        <td class="number">{(role.Id == guild.Id ? guild.Members.Count : guild.Members.Values.Count(m => m.Roles.Contains(role.Id)))}</td><td class="hide-small">{DiscordInvitePage.Rights(role.Permissions)}</td><td class="number hide-small">{role.Id}</td></tr>
        """);

    private static Html Calls(IReadOnlyList<DiscordCall> calls) => calls.Count == 0
        ? new Html("""<p class="empty">Nobody has called yet.</p>""")
        : Html.Of($"""
            <div class="scroll"><table><thead><tr><th>Time</th><th>Call</th><th>Answer</th><th class="hide-small">Sent</th></tr></thead><tbody>
            {calls.TakeLast(LatestCalls).Reverse().Select(c => Html.Of($"""<tr><td class="number">{c.At.UtcDateTime:HH:mm:ss.fff}</td><td><code>{c.Method} v{c.Version}{c.Path}</code><br><small class="muted">{c.Caller}{(c.Reason.Length == 0 ? "" : $": {c.Reason}")}</small></td><td><span class="tag {(c.Status < 400 ? "good" : c.Status == 429 ? "warn" : "bad")}">{c.Status}{(c.Code is null ? "" : string.Create(CultureInfo.InvariantCulture, $" · {c.Code}"))}</span></td><td class="hide-small"><code>{c.Body}</code></td></tr>"""))}
            </tbody></table></div>
            """);

    private string After(BucketState state) => state.ResetAt > clock.GetUtcNow() ? string.Create(CultureInfo.InvariantCulture, $", full again in {(state.ResetAt - clock.GetUtcNow()).TotalSeconds:0.0} s") : "";

    private string NameOf(long userId) => discord.AllUsers.Find(userId) is { } user ? $"{user.GlobalName ?? user.UserName} (@{user.Tag})" : "nobody";

    /// <summary>The role's colour as a drawing: a page without inline styles passes any content security policy.</summary>
    private static Html Dot(int colour) => colour == 0 ? Html.Empty : Html.Of($"""<svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill="#{colour:x6}"/></svg>""");
}
