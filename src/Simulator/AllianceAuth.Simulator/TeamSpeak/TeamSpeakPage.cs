using AllianceAuth.Simulator.Control;
using AllianceAuth.Simulator.Pages;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>What the server holds now, for people.</summary>
internal sealed class TeamSpeakPage(SimulatedTeamSpeak teamSpeak)
{
    private const int LatestCommands = 40;

    private static readonly string[] LeftOutOnPhones = ["Writes", "Key", "Database id", "Custom fields", "Connection"];

    public Html Of(string? done, string? failed) => Layout.Page("TeamSpeak", Html.Of($"""
        <div class="head"><div><p class="eyebrow">A stand-in for TeamSpeak 3</p><h1>TeamSpeak</h1>
          <p class="muted">ServerQuery listens on <code>127.0.0.1:{teamSpeak.Port}</code>{(teamSpeak.IsListening ? "" : " but refuses connections now")}. Groups by hand, trouble and switches are in <a href="/control#teamspeak">the control</a>.</p></div></div>
        {(done is null ? Html.Empty : Html.Of($"""<p class="notice" role="status">{done}</p>"""))}
        {(failed is null ? Html.Empty : Html.Of($"""<p class="notice bad" role="alert">{failed}</p>"""))}
        {Tiles()}
        <section class="card action" id="join"><form method="post" action="/teamspeak/join"><div><h3>Join as a pilot would</h3>
          <p>The site's link <code>ts3server://…</code> opens TeamSpeak. Without TeamSpeak, copy the link and paste it here, or paste the key alone: you come in as an invented client.</p></div>
          <div class="fields"><label for="key">Link or key<input id="key" name="key" required autocomplete="off" placeholder="ts3server://…?token=…"></label>
          <label for="nickname">Nickname<input id="nickname" name="nickname" autocomplete="off" placeholder="As in the link"></label></div>
          <div><button>Join</button></div></form></section>
        <h2 id="keys">Privilege keys nobody has used</h2>{Keys()}
        <h2 id="clients">Clients</h2>{Clients()}
        <h2 id="groups">Server groups</h2>{Groups()}
        <h2 id="commands">Latest commands</h2>{Commands()}
        """));

    private Html Tiles() => Html.Of($"""
        <div class="tiles"><div class="tile"><strong>{teamSpeak.Online.Count}</strong>connected</div><div class="tile"><strong>{People().Count}</strong>known clients</div>
        <div class="tile"><strong>{teamSpeak.Groups.Count(g => g.Type == ServerGroupType.Regular)}</strong>regular groups</div><div class="tile"><strong>{teamSpeak.Keys.Count}</strong>unused keys</div>
        <div class="tile"><strong>{teamSpeak.Connections}</strong>ServerQuery connections</div></div>
        """);

    private Html Keys()
    {
        var groups = teamSpeak.Groups.ToDictionary(g => g.Id, g => g.Name);
        return Table(teamSpeak.Keys.Reverse(), "No key waits to be used.", ["For", "Gives", "Action", "Writes", "Key"], key => Html.Of($"""
            <td>{key.Description}</td><td><span class="tag">{(key.Type == 0 ? groups.GetValueOrDefault(key.GroupId, "a deleted group") : "a channel group")}</span></td>
            <td><form method="post" action="/teamspeak/{TeamSpeakActions.UseKey}"><input type="hidden" name="token" value="{key.Token}"><button>Use this key as an invented client</button></form></td>
            <td class="hide-small">{Fields(key.CustomFields)}</td><td class="number hide-small"><code>{key.Token}</code></td>
            """));
    }

    private Html Clients()
    {
        var online = teamSpeak.Online.Select(o => o.DatabaseId).ToHashSet();
        return Table(People().OrderByDescending(c => online.Contains(c.DatabaseId)).ThenBy(c => c.DatabaseId), "Nobody has ever been here.", ["Client", "Database id", "Now", "Groups", "Custom fields", "Action"], client => Html.Of($"""
            <td><strong>{client.Nickname}</strong></td><td class="number hide-small">{client.DatabaseId}</td>
            <td>{(online.Contains(client.DatabaseId) ? new Html("""<span class="tag good">connected</span>""") : new Html("""<span class="tag">away</span>"""))}</td>
            <td>{teamSpeak.GroupsOf(client.DatabaseId).Select(g => Html.Of($"""<span class="tag">{g}</span> """))}</td><td class="hide-small">{Fields(client.CustomFields)}</td>
            <td><span class="cell">{(online.Contains(client.DatabaseId) ? Button(TeamSpeakActions.Disconnect, client, "Disconnect") : Html.Empty)}{Button(TeamSpeakActions.DeleteClient, client, "Delete")}</span></td>
            """));
    }

    private Html Groups()
    {
        var clients = People();
        return Table(teamSpeak.Groups.OrderBy(g => g.Type != ServerGroupType.Regular).ThenBy(g => g.Id), "There is no group.", ["Group", "Id", "Type", "Members"], group => Html.Of($"""
            <td><strong>{group.Name}</strong></td><td class="number">{group.Id}</td><td>{Kebab.Of(group.Type)}</td>
            <td>{clients.Where(c => c.Groups.Contains(group.Id)).Select(c => Html.Of($"""<span class="tag">{c.Nickname}</span> """))}{(group.Id == VirtualServer.DefaultGroup ? "everybody who is in no other" : "")}</td>
            """));
    }

    private Html Commands() => Table(teamSpeak.Commands.TakeLast(LatestCommands).Reverse(), "Nothing yet. The site connects when a pilot activates TeamSpeak.", ["Time", "Connection", "Command", "Answer"], command => Html.Of($"""
        <td class="number">{command.At.UtcDateTime:HH:mm:ss}</td><td class="number hide-small">{command.Connection}</td><td><code>{command.Line}</code></td>
        <td><span class="tag {(command.ErrorId == 0 ? "good" : command.ErrorId == 1281 ? "warn" : "bad")}">{(command.ErrorId is { } code ? Html.Of($"{code}") : new Html("none"))}</span></td>
        """));

    /// <summary>Without the query login itself.</summary>
    private IReadOnlyList<TeamSpeakClient> People() => [.. teamSpeak.Clients.Where(c => c.DatabaseId != VirtualServer.QueryAccount)];

    private static Html Button(string action, TeamSpeakClient client, string text) => Html.Of(
        $"""<form method="post" action="/teamspeak/{action}"><button class="quiet" name="database_id" value="{client.DatabaseId}" aria-label="{text} {client.Nickname}">{text}</button></form>""");

    private static Html Fields(IReadOnlyDictionary<string, string> fields) =>
        Html.Join(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => Html.Of($"<code>{f.Key}={f.Value}</code> ")));

    private static Html Table<T>(IEnumerable<T> items, string none, string[] heads, Func<T, Html> row)
    {
        var rows = items.Select(i => Html.Of($"<tr>{row(i)}</tr>")).ToList();
        return rows.Count == 0
            ? Html.Of($"""<p class="empty">{none}</p>""")
            : Html.Of($"""<div class="scroll"><table><thead><tr>{heads.Select(h => Html.Of($"""<th{(LeftOutOnPhones.Contains(h) ? new Html(" class=\"hide-small\"") : Html.Empty)}>{h}</th>"""))}</tr></thead><tbody>{rows}</tbody></table></div>""");
    }
}
