using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Pages;

/// <summary>Tells a person who opens the simulator what it is.</summary>
internal static class FrontPage
{
    public static Html Of(SimulatorOptions options, World world) => Layout.Page("Simulated New Eden", Html.Of($"""
        <div class="card narrow">
          <p class="eyebrow">A stand-in for EVE Online's services</p>
          <h1>Simulated New Eden</h1>
          <p>The site believes that it talks to EVE Online. It talks to this program: sign-on, ESI and pictures for pilots, corporations and alliances that nobody has ever flown with.</p>
          <p><a class="button" href="/control">Open the control</a></p>
          <p class="faces">{world.Suggestions.Where(s => !world.Characters[s.CharacterId].IsDeleted).Select(s => Html.Of($"""<a href="/control?search={Uri.EscapeDataString(world.Characters[s.CharacterId].Name)}#find" title="{world.Characters[s.CharacterId].Name}: {s.Why}" aria-label="{world.Characters[s.CharacterId].Name}">{Layout.Portrait(s.CharacterId, 64)}</a>"""))}</p>
          <h2>Services</h2>
          <dl class="state">
            <dt>Sign-on</dt><dd><code>/sso</code> for login.eveonline.com · <a href="/sso/.well-known/oauth-authorization-server">metadata</a> · <a href="/sso/oauth/jwks">keys</a></dd>
            <dt>ESI</dt><dd><code>/esi</code> for esi.evetech.net · <a href="/esi/status">status</a> · <a href="/esi/alliances/99000001">an alliance</a> · <a href="/esi/characters/2112000001">a pilot</a></dd>
            <dt>Pictures</dt><dd><code>/images</code> for images.evetech.net · <a href="/images/characters/2112000001/portrait?size=256">a portrait</a> · <a href="/images/corporations/98000001/logo?size=256">a logo</a></dd>
            <dt>Discord</dt><dd><code>/discord</code> for discord.com · <a href="/discord">what it holds</a></dd>
            <dt>TeamSpeak</dt><dd>ServerQuery on a port of its own · <a href="/teamspeak/">what the server holds</a></dd>
            <dt>Example</dt><dd><code>/example</code> for a service that does not exist: module developers begin here · <a href="/example">what it holds</a></dd>
            <dt>Analytics</dt><dd><code>/analytics</code> for www.google-analytics.com · <a href="/analytics">what arrived</a></dd>
          </dl>
          <h2>The registered application</h2>
          <dl class="state">
            <dt>Client id</dt><dd><code>{options.ClientId}</code></dd>
            <dt>Secret key</dt><dd><code>{options.ClientSecret}</code></dd>
            <dt>Seed</dt><dd>{options.Seed}: the same number always makes the same world</dd>
          </dl>
        </div>
        """));

    public static IResult Style() => Results.Stream(typeof(FrontPage).Assembly.GetManifestResourceStream("simulator.css")!, "text/css; charset=utf-8");
}
