using AllianceAuth.Simulator.Pages;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Where somebody who may invites the bot.</summary>
internal static class DiscordInvitePage
{
    private static readonly (long Bit, string Name)[] Names =
    [
        (GuildPermissions.Administrator, "Administrator"), (GuildPermissions.CreateInvite, "Create invite"), (GuildPermissions.KickMembers, "Kick members"), (GuildPermissions.BanMembers, "Ban members"),
        (GuildPermissions.ManageGuild, "Manage server"), (GuildPermissions.ChangeNickname, "Change nickname"), (GuildPermissions.ManageNicknames, "Manage nicknames"), (GuildPermissions.ManageRoles, "Manage roles"),
    ];

    public static Html Of(DiscordAuthorizeRequest request, SimulatedDiscord discord)
    {
        var guild = discord.Guild;
        var hosts = guild.Members.Keys.Where(id => (guild.PermissionsOf(id) & GuildPermissions.ManageGuild) != 0).Select(id => discord.AllUsers.Find(id)!).Where(u => !u.IsBot).OrderBy(u => u.UserName, StringComparer.Ordinal);
        return Layout.Page("Add the bot to a server", Html.Of($"""
            <div class="card narrow"><p class="eyebrow">Simulated Discord</p><h1>Add Alliance Auth to {guild.Name}?</h1>
            <p>It wants these rights: {Rights(request.PermissionBits)}.</p>
            <p class="muted">{(discord.BotIsInGuild ? "It is there already and would get these rights instead of those it has." : "Its role will come in at the bottom and must be dragged up before it can give other roles.")}</p>
            {hosts.Select(host => Html.Of($"""<form method="post" action="{DiscordAuthorizePage.Address}">{Layout.Hidden(request.Parameters())}<p><button name="user_id" value="{host.Id}">Add as {host.GlobalName ?? host.UserName}</button></p></form>"""))}
            <form method="post" action="{DiscordAuthorizePage.Address}">{Layout.Hidden(request.Parameters())}<button class="quiet" name="cancel" value="1">Refuse</button></form></div>
            """));
    }

    public static string Rights(long permissions)
    {
        var named = Names.Where(n => (permissions & n.Bit) != 0).Select(n => n.Name).ToList();
        return named.Count == 0 ? "none of note" : string.Join(", ", named);
    }
}
