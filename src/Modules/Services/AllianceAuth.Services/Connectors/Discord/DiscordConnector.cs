using System.Globalization;
using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Linking;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Discord;

/// <summary>Discord. Pilots link the Discord user they have; the bot brings them into one server and gives them roles named like their state and groups.</summary>
internal sealed class DiscordConnector(
    DiscordApi api, DiscordLinks links, DiscordMembers members, GuildBook guild, DiscordTest test, IOptions<DiscordSettings> options) : ServiceConnector
{
    public const string Name = "discord";

    private const int LongestNick = 32;

    private readonly DiscordSettings _settings = options.Value;

    /// <inheritdoc />
    public override ServiceDescription Description { get; } = new(Name, "Discord", DiscordPermissions.Access, "{character_name}", "fa-brands fa-discord")
    {
        Abilities = ServiceAbilities.Groups | ServiceAbilities.Reading | (options.Value.SyncNames ? ServiceAbilities.DisplayNames : ServiceAbilities.None),
        ActivatePath = LinkPaths.Activate,
        EndingText = "services.discord.ending",
        LongestName = LongestNick,
        RetryPause = TimeSpan.FromSeconds(options.Value.RetryPauseSeconds),
        Retries = options.Value.MaxRetries,
        ReadAtOnce = 4,
    };

    /// <inheritdoc />
    public override bool IsInstalled => _settings.IsInstalled;

    /// <summary>Discord trims names and takes no more than 32 characters; a name that comes back otherwise would look like drift.</summary>
    public override string CleanName(string name) =>
        Domain.UniqueNames.Cut(string.Concat(name.Where(c => !char.IsControl(c))).Trim(), LongestNick).TrimEnd();

    /// <inheritdoc />
    public override string CleanGroup(string name) => RoleList.NameOf(name.Trim()).TrimEnd();

    /// <inheritdoc />
    public override async Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken)
    {
        // A pilot who just came back from Discord waits for it; a 429 and empty buckets hold all the same. DISC-011.
        api.Counts = account.Secret is null;
        var user = await links.OpenAsync(account, cancellationToken);
        var uid = user.Uid!.Value;
        var member = await api.MemberAsync(uid, cancellationToken);
        if (member is null && user.Token is null)
        {
            throw ServiceException.Gone("services.discord.cause.left");
        }

        var missing = await GiveAsync(user, member, wish, cancellationToken);
        foreach (var previous in user.PreviousUid is { } before ? await links.OnlyTheirsAsync(user.UserId, [before], cancellationToken) : [])
        {
            await members.KickAsync(previous, cancellationToken);
        }

        await links.SettleAsync(user, cancellationToken);
        var name = await guild.NameAsync(isFresh: false, cancellationToken);
        return new ServiceApplied(uid.ToString(CultureInfo.InvariantCulture))
        {
            LoginName = user.ShownName,
            Missing = missing,
            Data = name.Length > 0 ? name : null,
        };
    }

    /// <inheritdoc />
    public override async Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        api.Counts = true;
        foreach (var uid in await links.UidsAsync(account, cancellationToken))
        {
            await members.KickAsync(uid, cancellationToken);
        }

        await links.ForgetAsync(account.User, cancellationToken);
    }

    /// <summary>One call for each account; the names that people have at Discord are taken over. DISC-051.</summary>
    public override async Task<IReadOnlyList<ServiceActual>> ReadAsync(IReadOnlyList<ServiceAccount> accounts, CancellationToken cancellationToken)
    {
        api.Counts = true;
        var reserved = await members.ReservedAsync(cancellationToken);
        var server = await guild.NameAsync(isFresh: false, cancellationToken);
        List<ServiceActual> actual = [];
        foreach (var account in accounts)
        {
            if (!long.TryParse(account.RemoteId, CultureInfo.InvariantCulture, out var uid))
            {
                continue;
            }

            if (await api.MemberAsync(uid, cancellationToken) is not { } member)
            {
                actual.Add(new(account.User, Exists: false));
                continue;
            }

            var current = await guild.FindAsync(member.Roles, cancellationToken);
            var ours = current.Except(RoleRules.Persistent(current, reserved));
            actual.Add(await TellAsync(account, uid, member, ours, cancellationToken) with { Data = server.Length > 0 ? server : null });
        }

        return actual;
    }

    /// <inheritdoc />
    public override Task<IReadOnlyList<ServiceTestLine>> TestAsync(CancellationToken cancellationToken) => test.RunAsync(cancellationToken);

    /// <inheritdoc />
    public override ServiceCardDetails CardOf(ServiceAccount? account)
    {
        ServiceLink invite = new("services.discord.card.invite", LinkPaths.AddBot, OnlySuperusers: true);
        return account is { RemoteId: not null }
            ? new(null, [new("services.discord.card.open", $"https://discord.com/channels/{_settings.GuildId}"), new("services.discord.card.relink", LinkPaths.Reset), invite], [])
            {
                Place = account.Data is { Length: > 0 } server ? server : null,
            }
            : new(null, [new("services.discord.card.relink", LinkPaths.Reset), invite], []);
    }

    /// <summary>Lets them in, or changes what differs.</summary>
    /// <returns>Names of groups for which there is no role.</returns>
    private async Task<IReadOnlyList<string>> GiveAsync(DiscordUser user, DiscordMember? member, ServiceWish wish, CancellationToken cancellationToken)
    {
        var uid = user.Uid!.Value;
        var nick = _settings.SyncNames && wish.DisplayName.Length > 0 ? wish.DisplayName : null;
        for (var isRetry = false; ; isRetry = true)
        {
            var match = await guild.MatchAsync(wish.Groups, cancellationToken);
            if (member is null)
            {
                if (await members.JoinAsync(uid, links.TokenOf(user)!, match.Roles, nick, cancellationToken) is JoinResult.WithAll)
                {
                    return match.Missing;
                }

                member = await api.MemberAsync(uid, cancellationToken);
            }

            switch (member is null ? ShapeResult.NotAMember : await members.ShapeAsync(uid, member, match.Roles, nick, cancellationToken))
            {
                case ShapeResult.Done:
                    return match.Missing;
                case ShapeResult.NotAMember:
                    throw ServiceException.Gone("services.discord.cause.left");
                case ShapeResult.ServerChanged when isRetry:
                    throw ServiceException.Refused("services.discord.trouble.forbidden");
            }
        }
    }

    private async Task<ServiceActual> TellAsync(ServiceAccount account, long uid, DiscordMember member, RoleList ours, CancellationToken cancellationToken)
    {
        var shown = "";
        if (member.User is { } person)
        {
            shown = DiscordUser.ShownNameOf(person.Username, person.Discriminator ?? "0");
            await links.LearnAsync(account.User, person.Username, person.Discriminator ?? "0", cancellationToken);
        }

        // Nobody renames the owner, so their name is no drift.
        var tellsName = _settings.SyncNames && (await guild.RankAsync(cancellationToken)).Owner != uid;
        return new(account.User, Exists: true, tellsName ? member.Nick ?? "" : null, [.. ours.Roles.Select(r => r.Name).Order(StringComparer.Ordinal)])
        {
            LoginName = shown.Length > 0 ? shown : null,
        };
    }
}
