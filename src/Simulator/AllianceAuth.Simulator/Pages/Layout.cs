namespace AllianceAuth.Simulator.Pages;

/// <summary>The frame around every page of the simulator.</summary>
internal static class Layout
{
    public static Html Page(string title, Html body, string width = "", Html head = default) => Html.Of($$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="dark light">
          <title>{{title}}</title>
          <link rel="stylesheet" href="/simulator.css">
          {{head}}
          <link rel="icon" href="/images/alliances/99000001/logo?size=32">
        </head>
        <body>
          <header class="bar"><a class="brand" href="/"><img src="/images/alliances/99000001/logo?size=32" width="24" height="24" alt="">Simulated New Eden</a>
            <nav aria-label="Simulator"><a href="/control">Control</a><a href="/control/requests">Requests</a><a href="/discord">Discord</a><a href="/example">Example</a><a href="/analytics">Analytics</a><a href="/teamspeak/">TeamSpeak</a></nav></header>
          <main class="{{width}}">
        {{body}}
          </main>
          <footer>Everything here is invented. Nothing leaves this machine.</footer>
        </body>
        </html>
        """);

    public static Html Portrait(long characterId, int size) => Html.Of(
        $"""<img class="portrait" src="/images/characters/{characterId}/portrait?size={Served(size)}" width="{size}" height="{size}" alt="" loading="lazy">""");

    public static Html Logo(string category, long id, int size) => Html.Of(
        $"""<img class="logo" src="/images/{category}/{id}/logo?size={Served(size)}" width="{size}" height="{size}" alt="" loading="lazy">""");

    public static Html Hidden(IEnumerable<(string Name, string Value)> fields) =>
        Html.Join(fields.Select(f => Html.Of($"""<input type="hidden" name="{f.Name}" value="{f.Value}">""")));

    public static Html Options(IEnumerable<(long Id, string Text)> choices, long? chosen, string none) => Html.Of(
        $"""<option value="">{none}</option>{choices.Select(c => Html.Of($"""<option value="{c.Id}"{(c.Id == chosen ? new Html(" selected") : Html.Empty)}>{c.Text}</option>"""))}""");

    /// <summary>Twice the shown size, for sharp screens, out of those the image server has.</summary>
    private static int Served(int shown) => shown <= 16 ? 32 : shown <= 32 ? 64 : 128;
}
