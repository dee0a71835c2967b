using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Shared.Services;
using MediatR;

namespace AllianceAuth.Services.Connectors.Discord;

/// <summary>
/// Makes a member of the server what our groups say: everything that the bot may do is done, and only then it is said what it may not. Without the right to
/// change roles nothing works; a right that only some changes need fails those, so that nobody else waits for it.
/// </summary>
internal sealed class DiscordMembers(DiscordApi api, GuildBook guild, IMediator mediator)
{
    private const string LacksPermission = "services.discord.trouble.permissions";

    /// <summary>Names of roles that are not ours, in lower case.</summary>
    public async Task<IReadOnlyCollection<string>> ReservedAsync(CancellationToken cancellationToken) =>
        [.. (await mediator.Send(new FindReservedGroupNames(), cancellationToken)).Select(r => r.Name)];

    /// <summary>Lets somebody in with all they shall have. DISC-008.</summary>
    public async Task<JoinResult> JoinAsync(long user, string token, RoleList wanted, string? nick, CancellationToken cancellationToken)
    {
        var roles = await guild.RolesAsync(cancellationToken);
        var rank = await guild.RankAsync(cancellationToken);
        var given = wanted.Roles.Where(r => rank.IsAbove(r, roles)).Select(r => r.Id).Order().ToList();
        try
        {
            var isNew = await api.JoinAsync(user, new(nick, given.Count > 0 ? given : null) { AccessToken = token }, cancellationToken);
            return isNew && given.Count == wanted.Roles.Count ? JoinResult.WithAll : JoinResult.LooksAgain;
        }
        catch (DiscordError error) when (error.Code is DiscordCodes.MissingPermissions or DiscordCodes.InvalidRole or DiscordCodes.UnknownRole or DiscordCodes.InvalidForm)
        {
            // Something about roles or nick: they come in without, and what is wrong shows when those are given.
            await guild.ForgetAsync(cancellationToken);
            return await JoinBareAsync(user, token, cancellationToken);
        }
        catch (DiscordError error)
        {
            throw Refusal(error);
        }
    }

    /// <summary>Gives a member what differs; nothing is sent when nothing does. DISC-012, DISC-013, DISC-044.</summary>
    /// <param name="user">Whom.</param>
    /// <param name="member">As Discord has them.</param>
    /// <param name="wanted">Roles of our groups.</param>
    /// <param name="nick">Null to leave it as it is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ServiceException">The bot may not do all of it.</exception>
    public async Task<ShapeResult> ShapeAsync(long user, DiscordMember member, RoleList wanted, string? nick, CancellationToken cancellationToken)
    {
        var reserved = await ReservedAsync(cancellationToken);
        var plan = await PlanAsync(user, member, wanted, nick, reserved, cancellationToken);
        if (!plan.Change.IsEmpty)
        {
            try
            {
                if (!await api.ModifyAsync(user, plan.Change, cancellationToken))
                {
                    return ShapeResult.NotAMember;
                }
            }
            catch (DiscordError error) when (error.Code is DiscordCodes.MissingPermissions or DiscordCodes.InvalidRole or DiscordCodes.UnknownRole)
            {
                return await guild.TryRefreshAsync(cancellationToken) ? ShapeResult.ServerChanged : throw ServiceException.Refused("services.discord.trouble.forbidden");
            }
            catch (DiscordError error) when (error.Code is DiscordCodes.InvalidForm && plan.Change is { Nick: not null })
            {
                return await WithoutNickAsync(user, plan.Change, cancellationToken);
            }
            catch (DiscordError error)
            {
                throw Refusal(error);
            }
        }

        return plan.Trouble is null ? ShapeResult.Done : throw plan.Trouble;
    }

    /// <summary>Shows a member out. Who is out already is fine. DISC-014, DISC-054.</summary>
    /// <exception cref="ServiceException">The bot may not: what it may take is taken.</exception>
    public async Task KickAsync(long user, CancellationToken cancellationToken)
    {
        try
        {
            await api.KickAsync(user, cancellationToken);
        }
        catch (DiscordError error) when (error.Code is DiscordCodes.MissingPermissions)
        {
            var reason = await WhyNotKickedAsync(user, cancellationToken);
            throw reason is null && await guild.TryRefreshAsync(cancellationToken)
                ? await WhyNotKickedAsync(user, cancellationToken) ?? ServiceException.Refused("services.discord.trouble.forbidden")
                : reason ?? ServiceException.Refused("services.discord.trouble.forbidden");
        }
        catch (DiscordError error)
        {
            throw Refusal(error);
        }
    }

    /// <summary>Takes the roles of somebody who cannot be shown out.</summary>
    /// <returns>Why they cannot; null when nothing that we know of keeps the bot from it.</returns>
    private async Task<ServiceException?> WhyNotKickedAsync(long user, CancellationToken cancellationToken)
    {
        var rank = await guild.RankAsync(cancellationToken);
        var roles = await guild.RolesAsync(cancellationToken);
        var mayKick = rank.May(BotRank.KickMembers, roles);
        if (await api.MemberAsync(user, cancellationToken) is not { } member || (mayKick && rank.IsAbove(user, member.Roles, roles)))
        {
            return null;
        }

        await ShapeAsync(user, member, new([]), nick: null, cancellationToken);
        return !mayKick ? Lacks(BotRank.KickMembers) : ServiceException.Refused(user == rank.Owner ? "services.discord.trouble.owner" : "services.discord.trouble.outranked");
    }

    private async Task<MemberPlan> PlanAsync(
        long user, DiscordMember member, RoleList wanted, string? nick, IReadOnlyCollection<string> reserved, CancellationToken cancellationToken)
    {
        var current = await guild.FindAsync(member.Roles, cancellationToken);
        var next = RoleRules.Next(current, wanted, reserved);
        var isRenamed = nick is not null && nick != (member.Nick ?? "");
        if (next is null && !isRenamed)
        {
            return new(new(null, null), null);
        }

        var all = await guild.RolesAsync(cancellationToken);
        var rank = await guild.RankAsync(cancellationToken);
        var mayShape = next is null || rank.May(BotRank.ManageRoles, all);
        var changed = next is null || !mayShape ? [] : next.Except(current).Union(current.Except(next)).Roles;
        var beyond = changed.Where(r => !rank.IsAbove(r, all)).ToList();
        // What is beyond the bot stays as it is.
        var kept = new RoleList(beyond);
        var possible = mayShape ? next?.Except(kept).Union(current.Only(kept.Ids)) : null;
        var hasRight = rank.May(BotRank.ManageNicknames, all);
        var mayRename = isRenamed && hasRight && rank.IsAbove(user, member.Roles, all);
        return new(
            new(mayRename ? nick : null, possible is null || possible.Equals(current) ? null : possible.Ids),
            (mayShape, beyond, isRenamed && !mayRename && user != rank.Owner) switch
            {
                (false, _, _) => ServiceException.Misconfigured(LacksPermission, BotRank.ManageRoles),
                (_, { Count: > 0 }, _) => ServiceException.Refused("services.discord.trouble.rolestoohigh", string.Join(", ", beyond.Select(r => r.Name).Order(StringComparer.Ordinal))),
                (_, _, true) => hasRight ? ServiceException.Refused("services.discord.trouble.outranked") : Lacks(BotRank.ManageNicknames),
                _ => null,
            });
    }

    /// <summary>Discord refuses some words in names; the roles are given all the same.</summary>
    private async Task<ShapeResult> WithoutNickAsync(long user, MemberChange change, CancellationToken cancellationToken)
    {
        if (change.Roles is not null && !await api.ModifyAsync(user, change with { Nick = null }, cancellationToken))
        {
            return ShapeResult.NotAMember;
        }

        throw ServiceException.Refused("services.discord.trouble.nick", change.Nick!);
    }

    private async Task<JoinResult> JoinBareAsync(long user, string token, CancellationToken cancellationToken)
    {
        try
        {
            await api.JoinAsync(user, new(null, null) { AccessToken = token }, cancellationToken);
            return JoinResult.LooksAgain;
        }
        catch (DiscordError error) when (error.Code is DiscordCodes.MissingPermissions)
        {
            throw Lacks(BotRank.CreateInvite);
        }
        catch (DiscordError error)
        {
            throw Refusal(error);
        }
    }

    /// <summary>What lacks keeps only those waiting who need it.</summary>
    private static ServiceException Lacks(string permission) => ServiceException.Refused(LacksPermission, permission);

    /// <summary>Why Discord refuses this one pilot, in words that help.</summary>
    private static ServiceException Refusal(DiscordError error) => error.Code switch
    {
        DiscordCodes.Banned => ServiceException.Refused("services.discord.trouble.banned"),
        DiscordCodes.FullOfGuilds => ServiceException.Refused("services.discord.trouble.full"),
        DiscordCodes.Unverified or DiscordCodes.MustVerify => ServiceException.Refused("services.discord.trouble.unverified"),
        DiscordCodes.Restricted => ServiceException.Refused("services.discord.trouble.restricted"),
        DiscordCodes.InvalidAccessToken => ServiceException.Refused("services.discord.trouble.withdrawn"),
        _ => ServiceException.Refused("services.discord.trouble.refused", error.Message),
    };

    /// <summary>What is sent, and what cannot be.</summary>
    private sealed record MemberPlan(MemberChange Change, ServiceException? Trouble);
}

/// <summary>How it went.</summary>
internal enum ShapeResult
{
    /// <summary>The member is as they should be.</summary>
    Done,

    /// <summary>They left.</summary>
    NotAMember,

    /// <summary>Roles or the bot are not what we remembered. It is forgotten, and worth another try.</summary>
    ServerChanged,
}

/// <summary>How somebody came in.</summary>
internal enum JoinResult
{
    /// <summary>With all they shall have.</summary>
    WithAll,

    /// <summary>Without some of it, or they were in already: what they have is to be compared.</summary>
    LooksAgain,
}
