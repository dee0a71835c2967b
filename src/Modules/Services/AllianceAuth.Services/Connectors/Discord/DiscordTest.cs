using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Discord;

/// <summary>Looks at everything that must be right for pilots to come into the server with their roles, and says what to do where it is not.</summary>
internal sealed class DiscordTest(DiscordApi api, GuildBook guild, ServicesDb db, IOptions<DiscordSettings> settings, IOptions<SiteSettings> site)
{
    // Discord knows no such code; whether it knows us shows all the same.
    private const string NoCode = "test";

    public async Task<IReadOnlyList<ServiceTestLine>> RunAsync(CancellationToken cancellationToken)
    {
        // An admin waits for this, and it is a handful of calls.
        api.Counts = false;
        List<ServiceTestLine> lines = [];
        try
        {
            var bot = await api.WhoAsync(cancellationToken);
            lines.Add(new(IsFine: true, "services.discord.test.token", [bot.Username]));
            lines.Add(await ClientAsync(cancellationToken));
            var server = await api.GuildAsync(cancellationToken);
            lines.Add(new(IsFine: true, "services.discord.test.guild", [server.Name]));
            await guild.ForgetAsync(cancellationToken);
            var roles = await guild.RolesAsync(cancellationToken);
            var rank = await guild.RankAsync(cancellationToken);
            var lacking = rank.Lacking(roles);
            lines.Add(lacking.Count == 0
                ? new(IsFine: true, "services.discord.test.permissions", [])
                : new(IsFine: false, "services.discord.test.lacking", [string.Join(", ", lacking)], "services.discord.test.lacking.do"));
            lines.Add(await PositionAsync(roles, rank, cancellationToken));
        }
        catch (ServiceException trouble)
        {
            lines.Add(new(IsFine: false, trouble.Reason, trouble.Reason == "services.trouble.busy" ? [] : trouble.Arguments, WhatToDo(trouble)));
        }
        catch (DiscordError error)
        {
            lines.Add(new(IsFine: false, "services.discord.trouble.refused", [error.Message], "services.discord.test.unreachable.do"));
        }
        finally
        {
            api.Counts = true;
        }

        return lines;
    }

    private async Task<ServiceTestLine> ClientAsync(CancellationToken cancellationToken)
    {
        var callback = settings.Value.CallbackOf(site.Value);
        try
        {
            await api.RedeemAsync(NoCode, callback, cancellationToken);
            return new(IsFine: true, "services.discord.test.client", [callback]);
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Misconfigured)
        {
            return new(IsFine: false, trouble.Reason, [], "services.discord.test.client.do");
        }
    }

    /// <summary>The roles that we give, or would, must be below the bot's.</summary>
    private async Task<ServiceTestLine> PositionAsync(RoleList roles, BotRank rank, CancellationToken cancellationToken)
    {
        var groups = await db.Database.SqlQuery<string>(
            $"""SELECT DISTINCT unnest(wanted_groups || coalesce(groups, ARRAY[]::text[])) AS "Value" FROM services.accounts WHERE service = {DiscordConnector.Name}""")
            .ToListAsync(cancellationToken);
        var ours = groups.Count > 0 ? roles.Named(groups).Roles : roles.Roles;
        var above = ours.Where(r => !r.Managed && !rank.IsAbove(r, roles)).Select(r => r.Name).Order(StringComparer.Ordinal).ToList();
        return above.Count == 0
            ? new(IsFine: true, "services.discord.test.position", [])
            : new(IsFine: false, "services.discord.test.toolow", [string.Join(", ", above)], "services.discord.test.toolow.do");
    }

    private static string WhatToDo(ServiceException trouble) => trouble.Reason switch
    {
        "services.discord.trouble.token" => "services.discord.test.token.do",
        "services.discord.trouble.guild" => "services.discord.test.guild.do",
        "services.discord.trouble.secondfactor" => "services.discord.test.secondfactor.do",
        _ => "services.discord.test.unreachable.do",
    };
}
