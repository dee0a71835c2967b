using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Limits;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Discord.Roles;

/// <summary>What is remembered of the server, so that it is not asked again for each pilot: its name, its roles, and the bot's place among them.</summary>
internal sealed partial class GuildBook(DiscordApi api, DiscordLimiter limiter, HybridCache cache, IOptions<DiscordSettings> settings, ILogger<GuildBook> logger)
{
    // What was read so lately explains as much as another reading would.
    private static readonly TimeSpan StaysFresh = TimeSpan.FromMinutes(1);

    // Somebody has to delete roles before there can be more.
    private static readonly TimeSpan RestOfFullGuild = TimeSpan.FromHours(1);

    private string RolesKey => $"discord.roles:{settings.Value.GuildId}";

    private string RankKey => $"discord.rank:{settings.Value.GuildId}";

    private string FreshKey => $"discord.fresh:{settings.Value.GuildId}";

    private string NameKey => $"discord.name:{settings.Value.GuildId}";

    /// <summary>All roles. DISC-033.</summary>
    public async Task<RoleList> RolesAsync(CancellationToken cancellationToken) => new(await cache.GetOrCreateAsync(
        RolesKey, api, static async (api, cancelled) => (await api.RolesAsync(cancelled)).ToArray(), For(settings.Value.RolesCacheSeconds), [RolesKey], cancellationToken));

    /// <summary>What the bot may do.</summary>
    public async Task<BotRank> RankAsync(CancellationToken cancellationToken) => await cache.GetOrCreateAsync(
        RankKey, api, static async (api, cancelled) => await ReadRankAsync(api, cancelled), For(settings.Value.RolesCacheSeconds), [RankKey], cancellationToken);

    /// <summary>Somebody may have changed roles: they are asked for again when they are needed.</summary>
    public ValueTask ForgetRolesAsync(CancellationToken cancellationToken) => cache.RemoveByTagAsync(RolesKey, cancellationToken);

    /// <summary>Discord refused what should have been possible: what is remembered is forgotten, unless that was just done.</summary>
    /// <returns>Whether it is worth another try.</returns>
    public async Task<bool> TryRefreshAsync(CancellationToken cancellationToken)
    {
        var only = new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableUnderlyingData };
        if (await cache.GetOrCreateAsync(FreshKey, static _ => ValueTask.FromResult<string?>(null), only, cancellationToken: cancellationToken) is not null)
        {
            return false;
        }

        await ForgetAsync(cancellationToken);
        await cache.SetAsync(FreshKey, "yes", new() { Expiration = StaysFresh, LocalCacheExpiration = StaysFresh }, [FreshKey], cancellationToken);
        return true;
    }

    /// <summary>Somebody moved or changed the bot.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await ForgetRolesAsync(cancellationToken);
        await cache.RemoveByTagAsync(RankKey, cancellationToken);
    }

    /// <summary>The roles with these ids. An id that is not known has them read again; one that Discord does not know either is left out. DISC-039.</summary>
    public async Task<RoleList> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var roles = await RolesAsync(cancellationToken);
        if (!ids.All(roles.Contains))
        {
            await ForgetRolesAsync(cancellationToken);
            roles = await RolesAsync(cancellationToken);
            foreach (var unknown in ids.Where(id => !roles.Contains(id)))
            {
                LogUnknownRole(logger, unknown);
            }
        }

        return roles.Only(ids);
    }

    /// <summary>The roles of these names, made where there are none. DISC-038.</summary>
    public async Task<RoleMatch> MatchAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var roles = Ours(await RolesAsync(cancellationToken));
        if (names.Any(n => roles.Find(n) is null) && await MayCreateAsync(cancellationToken))
        {
            // Somebody may just have made it by hand; a second one of the same name would be ours alone.
            await ForgetRolesAsync(cancellationToken);
            roles = Ours(await RolesAsync(cancellationToken));
        }

        List<DiscordRole> matched = [];
        List<string> missing = [];
        foreach (var name in names)
        {
            if (roles.Find(name) is { } known)
            {
                matched.Add(known);
            }
            else if (await TryCreateAsync(name, cancellationToken) is { } made)
            {
                matched.Add(made);
            }
            else
            {
                missing.Add(name);
            }
        }

        return new(new(matched), missing);
    }

    /// <summary>Whether a role that is missing could be made now.</summary>
    public async Task<bool> MayCreateAsync(CancellationToken cancellationToken) =>
        !settings.Value.DisableRoleCreation && await limiter.RestsUntilAsync(DiscordLimit.RoleCreation, cancellationToken) is null;

    /// <summary>The server's name; empty while it cannot be had. DISC-035, DISC-063.</summary>
    public async Task<string> NameAsync(bool isFresh, CancellationToken cancellationToken)
    {
        try
        {
            if (isFresh)
            {
                var name = (await api.GuildAsync(cancellationToken)).Name;
                await cache.SetAsync(NameKey, name, For(settings.Value.GuildNameCacheSeconds), [NameKey], cancellationToken);
                return name;
            }

            return await cache.GetOrCreateAsync(
                NameKey, api, static async (api, cancelled) => (await api.GuildAsync(cancelled)).Name, For(settings.Value.GuildNameCacheSeconds), [NameKey], cancellationToken);
        }
        catch (Exception error) when (error is ServiceException or DiscordError)
        {
            return "";
        }
    }

    /// <summary>Roles that can be given by hand: a group that is called like a bot does not get the bot's role.</summary>
    private RoleList Ours(RoleList roles) => new(roles.Roles.Where(r => !r.Managed && r.Id != settings.Value.Guild));

    private async Task<DiscordRole?> TryCreateAsync(string name, CancellationToken cancellationToken)
    {
        if (!await MayCreateAsync(cancellationToken))
        {
            return null;
        }

        try
        {
            var made = await api.CreateRoleAsync(name, cancellationToken);
            await ForgetRolesAsync(cancellationToken);
            return made;
        }
        catch (DiscordError error) when (error.Code is DiscordCodes.TooManyRoles || error.Status == 429)
        {
            LogNoMoreRoles(logger, name, error.Message);
            if (error.Code is DiscordCodes.TooManyRoles)
            {
                await limiter.StopAsync(DiscordLimit.RoleCreation, RestOfFullGuild, cancellationToken);
            }

            return null;
        }
        catch (DiscordError error) when (error.Code is DiscordCodes.MissingPermissions)
        {
            throw ServiceException.Misconfigured("services.discord.trouble.permissions", BotRank.ManageRoles);
        }
    }

    private static async Task<BotRank> ReadRankAsync(DiscordApi api, CancellationToken cancellationToken)
    {
        var guild = await api.GuildAsync(cancellationToken);
        var bot = await api.WhoAsync(cancellationToken);
        var member = await api.MemberAsync(bot.Id, cancellationToken) ?? throw ServiceException.Misconfigured("services.discord.trouble.guild");
        return new(bot.Id, guild.OwnerId, guild.Id, member.Roles);
    }

    private static HybridCacheEntryOptions For(int seconds)
    {
        // 0 seconds is "always ask"; the cache wants something longer than nothing.
        var age = TimeSpan.FromSeconds(Math.Max(seconds, 0.001));
        return new() { Expiration = age, LocalCacheExpiration = age };
    }

    [LoggerMessage(LogLevel.Warning, "A member has the role {Role}, which Discord does not list.")]
    private static partial void LogUnknownRole(ILogger logger, long role);

    [LoggerMessage(LogLevel.Warning, "Discord lets us make no role {Name}: {Reason}")]
    private static partial void LogNoMoreRoles(ILogger logger, string name, string reason);
}

/// <summary>Roles for names of groups.</summary>
/// <param name="Roles">Those there are.</param>
/// <param name="Missing">Names for which there is none and none may be made now. DISC-032.</param>
internal sealed record RoleMatch(RoleList Roles, IReadOnlyList<string> Missing);
