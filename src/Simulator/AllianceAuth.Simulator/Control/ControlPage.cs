using AllianceAuth.Simulator.Pages;
using AllianceAuth.Simulator.Requests;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Control;

/// <summary>The page from which a person makes things happen.</summary>
internal sealed class ControlPage(SimulatorControl control, ControlActions actions, World world, RequestLog requests)
{
    private const int MostFound = 12;
    private const int LatestRequests = 12;
    private const int RequestsOnOwnPage = 200;

    public Html Of(string search, string? done, string? failed) => Layout.Page("Control", Html.Of($"""
        <div class="head"><div><p class="eyebrow">Simulated New Eden</p><h1>Control</h1>
          <p class="muted">Make things happen in the world that the site sees. Everything can be undone with a reset.</p></div>
          <form method="post" action="/control/{ControlActions.Reset}"><button class="quiet">Reset everything</button></form></div>
        {(done is null ? Html.Empty : Html.Of($"""<p class="notice" role="status">{done}</p>"""))}
        {(failed is null ? Html.Empty : Html.Of($"""<p class="notice bad" role="alert">{failed}</p>"""))}
        <nav class="toc" aria-label="On this page"><a href="#find">Find</a>{actions.All.Select(a => a.Group).Distinct(StringComparer.Ordinal).Select(g => Html.Of($"""<a href="#{Anchor(g)}">{g}</a>"""))}<a href="#requests">Requests</a><a href="#api">JSON API</a></nav>
        {Tiles()}
        {State()}
        {Find(search)}
        {actions.All.Where(a => a.Name != ControlActions.Reset).GroupBy(a => a.Group).Select(group => Group(group.Key, group, search))}
        <h2 id="requests">Latest requests</h2>
        {Table(requests.All.Where(r => r.Service != SimulatedService.Images).TakeLast(LatestRequests).Reverse())}
        <p class="count"><a href="/control/requests">More requests, with pictures</a> · <a href="/control/requests?violations=true">Only what a good client would not do</a></p>
        {Api()}
        """));

    public Html Requests(bool violationsOnly) => Layout.Page("Requests", Html.Of($"""
        <h1>{(violationsOnly ? "Requests a good client would not make" : "Latest requests")}</h1>
        <p class="muted">By the simulator's clock, newest first. <a href="/control">Back to the control</a></p>
        {Table((violationsOnly ? requests.Violations : requests.All).TakeLast(RequestsOnOwnPage).Reverse())}
        """));

    private Html Tiles() => Html.Of($"""
        <div class="tiles"><div class="tile"><strong>{world.Characters.Count:N0}</strong>pilots</div><div class="tile"><strong>{world.Corporations.Count}</strong>corporations</div>
        <div class="tile"><strong>{world.Alliances.Count}</strong>alliances</div><div class="tile"><strong>{requests.All.Count:N0}</strong>requests</div>
        <div class="tile{(requests.Violations.Count > 0 ? " bad" : "")}"><strong>{requests.Violations.Count:N0}</strong>violations</div></div>
        """);

    private Html State()
    {
        var s = control.Settings;
        return Html.Of($"""
            <div class="grid"><section class="card"><h3>Switches</h3><dl class="state">
              <dt>Cache lag</dt><dd>{OnOff(s.CacheLag)}</dd><dt>Cache seconds</dt><dd>{(s.CacheSeconds is { } seconds ? Html.Of($"{seconds}") : new Html("each route's own"))}</dd>
              <dt>Limits</dt><dd>{OnOff(s.Limits)}</dd><dt>Refresh tokens rotate</dt><dd>{OnOff(s.RotateRefreshTokens)}</dd>
              <dt>Token life</dt><dd>{s.AccessTokenSeconds} s</dd><dt>Issuer</dt><dd><code>{s.Issuer}</code></dd><dt>VIP mode</dt><dd>{OnOff(s.Vip)}</dd></dl></section>
            <section class="card"><h3>Sign-on</h3><dl class="state">
              <dt>Signing key</dt><dd><code>{control.SigningKeyId}</code></dd>
              <dt>Next tokens</dt><dd>{(control.PlannedTokenFaults.Count == 0 ? "good" : string.Join(", ", control.PlannedTokenFaults.Select(f => Kebab.Of(f))))}</dd>
              <dt>Dropped scopes</dt><dd>{(control.DroppedScopes.Count == 0 ? "none" : string.Join(", ", control.DroppedScopes))}</dd>
              <dt>Callbacks</dt><dd>{(control.Callbacks.Count == 0 ? new Html("none") : Html.Join(control.Callbacks.Select(c => Html.Of($"<code>{c}</code><br>"))))}</dd></dl></section>
            <section class="card"><h3>Faults</h3>{(control.Faults.Count == 0 ? new Html("""<p class="muted">All services are well.</p>""") : Html.Of($"""<ul class="rows">{control.Faults.Select(FaultRow)}</ul>"""))}</section></div>
            """);
    }

    private static Html FaultRow(Faults.Fault fault) => Html.Of($"""
        <li><span><span class="tag bad">{fault.Id}</span> {ControlActions.Describe(fault)}</span>
        <form method="post" action="/control/lift-faults"><input type="hidden" name="id" value="{fault.Id}"><button class="quiet">Lift</button></form></li>
        """);

    private Html Find(string search)
    {
        bool Fits(string name) => name.Contains(search, StringComparison.OrdinalIgnoreCase);
        var form = Html.Of($"""
            <h2 id="find">Find</h2>
            <form class="search one" method="get" action="/control#find" role="search"><label>Pilot, corporation or alliance<input name="search" value="{search}" autocomplete="off"></label><button>Find</button></form>
            """);
        if (search.Length == 0)
        {
            return form;
        }

        var rows = world.Alliances.Values.Where(a => Fits(a.Name)).OrderBy(a => a.Id).Select(a => Row(Layout.Logo("alliances", a.Id, 32), a.Id, a.Name, $"alliance <{a.Ticker}>", $"{world.CorporationsOf(a.Id).Count} corporations"))
            .Concat(world.Corporations.Values.Where(c => Fits(c.Name)).OrderBy(c => c.Id).Take(MostFound).Select(c => Row(
                Layout.Logo("corporations", c.Id, 32), c.Id, c.Name, $"corporation [{c.Ticker}]", c.IsClosed ? "closed" : $"{world.MembersOf(c.Id).Count} members, {(c.AllianceId is { } id ? world.Alliances[id].Name : "no alliance")}")))
            .Concat(world.Characters.Values.Where(c => Fits(c.Name)).OrderBy(c => c.Id).Take(MostFound).Select(c => Row(
                Layout.Portrait(c.Id, 32), c.Id, c.Name, $"pilot, account {c.AccountId}", c.IsDeleted ? "deleted" : $"{world.CorporationOf(c).Name}, {(world.AllianceOf(c)?.Name ?? "no alliance")}{Grants(control.LiveGrants(c.Id))}")))
            .ToList();
        return rows.Count == 0
            ? Html.Of($"""{form}<p class="empty">Nobody and nothing is called “{search}”.</p>""")
            : Html.Of($"""{form}<div class="scroll"><table><thead><tr><th>Name</th><th>Id</th><th class="hide-small">What</th><th>Now</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }

    private static string Grants(int live) => live switch { 0 => "", 1 => ", 1 live token", _ => $", {live} live tokens" };

    private static Html Row(Html picture, long id, string name, string what, string now) => Html.Of(
        $"""<tr><td><span class="cell">{picture}{name}</span></td><td class="number">{id}</td><td class="hide-small">{what}</td><td>{now}</td></tr>""");

    private Html Group(string name, IEnumerable<ControlAction> members, string search) => Html.Of($"""
        <h2 id="{Anchor(name)}">{name}</h2>{(name == ControlActions.Pilots ? new Html("""<p class="count">The lists hold the pilots you found; before that, those the sign-on page suggests, and their alts.</p>""") : Html.Empty)}<div class="grid">{members.Select(action => Card(action, search))}</div>
        """);

    private Html Card(ControlAction action, string search) => Html.Of($"""
        <section class="card action"><form method="post" action="/control/{action.Name}"><div><h3>{action.Title}</h3><p>{action.Help}</p></div>
        <input type="hidden" name="search" value="{search}">
        {(action.Fields.Length == 0 ? Html.Empty : Html.Of($"""<div class="fields">{action.Fields.Select(f => Field(f, action, search))}</div>"""))}
        <div><button>{action.Title}</button></div></form></section>
        """);

    private Html Field(ControlField field, ControlAction action, string search)
    {
        var required = new Html(field.Optional ? "" : " required");
        var none = field.Kind == FieldKind.Alliance ? "None" : field.Optional ? "Unchanged" : "Choose";
        var id = $"{action.Name}-{field.Name}";
        var input = field.Kind switch
        {
            FieldKind.Corporation => Select(world.Corporations.Values.Where(c => c.Id != Geography.Doomheim).OrderBy(c => c.Name).Select(c => (c.Id, $"{c.Name} [{c.Ticker}]"))),
            FieldKind.Alliance => Select(world.Alliances.Values.OrderBy(a => a.Id).Select(a => (a.Id, $"{a.Name} <{a.Ticker}>"))),
            FieldKind.System => Select(world.Systems.Values.OrderBy(s => s.Id).Select(s => (s.Id, s.Name))),
            FieldKind.Ship => Select(world.Types.Values.Where(t => t.IsShip).OrderBy(t => t.Name).Select(t => (t.Id, t.Name))),
            FieldKind.Pilot => Select(Pilots(search).Select(c => (c.Id, c.Name))),
            FieldKind.Choice => Html.Of($"""<select id="{id}" name="{field.Name}"{required}><option value="">{(field.Optional ? "Any" : "Choose")}</option>{field.Choices.Select(c => Html.Of($"<option>{c}</option>"))}</select>"""),
            FieldKind.Switch => Html.Of($"""<select id="{id}" name="{field.Name}"{required}><option value="">{none}</option><option value="true">on</option><option value="false">off</option></select>"""),
            FieldKind.Number or FieldKind.Account => Html.Of($"""<input id="{id}" name="{field.Name}" inputmode="numeric" pattern="-?[0-9]*" autocomplete="off"{required}>"""),
            _ when field.Proposals is { } proposals => Html.Of($"""<input id="{id}" name="{field.Name}" list="{id}-list" autocomplete="off"{required}><datalist id="{id}-list">{proposals(control).Select(p => Html.Of($"""<option value="{p}">"""))}</datalist>"""),
            _ => Html.Of($"""<input id="{id}" name="{field.Name}" autocomplete="off"{required}>"""),
        };
        return Html.Of($"""<label for="{id}">{field.Label}{input}</label>""");

        // Whoever looked for one pilot means that one.
        Html Select(IEnumerable<(long Id, string Text)> choices)
        {
            var list = choices.ToList();
            return Html.Of($"""<select id="{id}" name="{field.Name}"{required}>{Layout.Options(list, list.Count == 1 ? list[0].Id : null, none)}</select>""");
        }
    }

    /// <summary>Thousands do not fit a list: what was found, or the pilots that are suggested anyway.</summary>
    private IEnumerable<EveCharacter> Pilots(string search) => search.Length == 0
        ? world.Suggestions.Select(s => world.Characters[s.CharacterId]).SelectMany(c => world.CharactersOf(c.AccountId)).DistinctBy(c => c.Id).Where(c => !c.IsDeleted)
        : world.Characters.Values.Where(c => !c.IsDeleted && c.Name.Contains(search, StringComparison.OrdinalIgnoreCase)).OrderBy(c => c.Id).Take(200);

    private static Html Table(IEnumerable<SimulatedRequest> rows) => Html.Of($"""
        <div class="scroll"><table><thead><tr><th>Time</th><th>Request</th><th>Answer</th><th class="hide-small">User-Agent</th><th>Violations</th></tr></thead><tbody>
        {rows.Select(r => Html.Of($"""<tr><td class="number">{r.At.UtcDateTime:HH:mm:ss}</td><td><code>{r.Method} {r.Path}</code></td><td><span class="tag {(r.Status is >= 200 and < 400 ? "good" : "bad")}">{(r.Status == 0 ? new Html("cut") : Html.Of($"{r.Status}"))}</span></td><td class="hide-small">{r.UserAgent}</td><td>{r.Violations.Select(v => Html.Of($"""<span class="tag bad">{Kebab.Of(v)}</span> """))}</td></tr>"""))}
        </tbody></table></div>
        """);

    private Html Api() => Html.Of($"""
        <h2 id="api">JSON API</h2>
        <p class="muted">Every action has a twin: <code>POST /control/api/&lt;name&gt;</code> with a JSON object. It answers 200 with <code>message</code>, or 400 with <code>error</code>. Fields marked ? may be left out.</p>
        <div class="scroll"><table><thead><tr><th>Action</th><th>Body</th></tr></thead><tbody>
        {actions.All.Select(a => Html.Of($"""<tr><td><code>{a.Name}</code></td><td><code>{Example(a)}</code></td></tr>"""))}
        </tbody></table></div>
        <p class="count">To read: <code>GET /control/api/state</code>, <code>/control/api/pilots?search=</code>, <code>/control/api/corporations?search=</code>, <code>/control/api/alliances?search=</code>, <code>/control/api/requests?violations=true</code>.</p>
        """);

    private static string Example(ControlAction action) => $"{{{string.Join(", ", action.Fields.Select(f => $"\"{f.Name}\"{(f.Optional ? "?" : "")}: {f.Example}"))}}}";

    private static Html OnOff(bool on) => new(on ? """<span class="tag good">on</span>""" : """<span class="tag">off</span>""");

    private static string Anchor(string group) => group.ToLowerInvariant();
}
