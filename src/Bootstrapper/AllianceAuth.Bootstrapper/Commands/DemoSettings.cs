using System.Globalization;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary>What the demo sets so that the site talks to the simulated EVE: base addresses and the simulator's client, nothing else knows.</summary>
internal static class DemoSettings
{
    public static Dictionary<string, string?> For(string site, string simulator, int teamSpeakPort) => new(StringComparer.Ordinal)
    {
        ["Site:Name"] = "Lanternfall Auth",
        ["Site:Tagline"] = "Keep the lantern lit.",
        ["Site:Url"] = site,
        ["Site:AllianceId"] = "99000001",
        ["Site:Development"] = "true",
        ["Sso:BaseUrl"] = $"{simulator}/sso",
        ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
        ["Sso:ClientSecret"] = "simulated-secret",
        ["Esi:BaseUrl"] = $"{simulator}/esi",
        ["Outside:Contact"] = "demo@example.test",
        ["EveImages:BaseUrl"] = $"{simulator}/images",
        ["Analytics:BaseUrl"] = $"{simulator}/analytics",
        ["Services:Discord:AppId"] = "1045762938451230721",
        ["Services:Discord:AppSecret"] = "simulated-discord-secret",
        ["Services:Discord:BotToken"] = "simulated-bot-token",
        ["Services:Discord:GuildId"] = "1045770012845572096",
        ["Services:Discord:SyncNames"] = "true",
        ["Services:Discord:ApiBaseUrl"] = $"{simulator}/discord/api/v10/",
        ["Services:Discord:OAuthBaseUrl"] = $"{simulator}/discord/oauth2/authorize",
        ["Services:Discord:OAuthTokenUrl"] = $"{simulator}/discord/api/oauth2/token",
        ["Services:TeamSpeak3:Host"] = "127.0.0.1",
        ["Services:TeamSpeak3:QueryPort"] = teamSpeakPort.ToString(CultureInfo.InvariantCulture),
        ["Services:TeamSpeak3:Password"] = "simulated-secret",
        ["Services:TeamSpeak3:PublicAddress"] = "voice.lanternfall.example",
        ["Mail:Mode"] = "mailbox",
        ["Mail:From"] = "auth@example.test",
        ["Registration:VerifyEmail"] = "false",
        // Accounts, cards and links for guests can be tried; a Mumble server is not part of the demo.
        ["Mumble:Url"] = "mumble.lanternfall.example",
        ["Mumble:Authenticator"] = "false",
        ["Mumble:GuestsNeedSso"] = "false",
        ["Logging:ConsoleLevel"] = "Warning",
        // Whoever moves a pilot on the control page wants to see it happen; the real ESI is asked every two minutes.
        ["Jobs:Schedules:eveonline.update-affiliations"] = "0/5 * * * * ?",
    };
}
