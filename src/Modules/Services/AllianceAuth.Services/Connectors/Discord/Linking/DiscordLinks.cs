using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Discord.Linking;

/// <summary>Knows which Discord user a pilot is: from the code the pilot brought, once, and from then on from our table.</summary>
internal sealed class DiscordLinks(ServicesDb db, DiscordApi api, ISecretProtector protector, IOptions<DiscordSettings> settings, IOptions<SiteSettings> site, TimeProvider clock)
{
    /// <summary>Spends the code when the account brings a new one.</summary>
    /// <returns>Who they are; its <see cref="DiscordUser.Token"/> is there while they have not come in by it.</returns>
    /// <exception cref="ServiceException">There is no code, or Discord does not take it any more: the pilot has to link again.</exception>
    public async Task<DiscordUser> OpenAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        var known = await db.DiscordUsers.AsNoTracking().SingleOrDefaultAsync(u => u.UserId == account.User, cancellationToken) ?? new DiscordUser { UserId = account.User };
        if (account.Secret is { } code && HashOf(code) != known.CodeHash)
        {
            await RedeemAsync(known, code, cancellationToken);
        }

        if (known is { Uid: null, Token: not null })
        {
            await IdentifyAsync(known, cancellationToken);
        }

        return known.Uid is not null ? known : throw ServiceException.Refused("services.discord.trouble.code");
    }

    /// <summary>They are in: what let us bring them in is forgotten, and so is whom they were before.</summary>
    public Task SettleAsync(DiscordUser user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return user is { Token: null, PreviousUid: null, ActivatedAt: not null }
            ? Task.CompletedTask
            : db.DiscordUsers.Where(u => u.UserId == user.UserId).ExecuteUpdateAsync(
                u => u.SetProperty(x => x.Token, (string?)null).SetProperty(x => x.PreviousUid, (long?)null).SetProperty(x => x.ActivatedAt, x => x.Token == null ? x.ActivatedAt ?? now : now),
                cancellationToken);
    }

    /// <summary>Who the pilot is and was, as far as we know: whom to show out when they go.</summary>
    public async Task<IReadOnlyList<long>> UidsAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        var known = await db.DiscordUsers.AsNoTracking().SingleOrDefaultAsync(u => u.UserId == account.User, cancellationToken);
        long? remote = long.TryParse(account.RemoteId, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null;
        return await OnlyTheirsAsync(account.User, [.. new[] { remote, known?.Uid, known?.PreviousUid }.OfType<long>().Distinct()], cancellationToken);
    }

    /// <summary>Without those who are somebody else of ours by now: nobody is shown out for what another pilot did.</summary>
    public async Task<IReadOnlyList<long>> OnlyTheirsAsync(UserId user, IReadOnlyList<long> uids, CancellationToken cancellationToken)
    {
        var others = await db.DiscordUsers.Where(u => u.UserId != user && u.Uid != null && uids.Contains(u.Uid.Value)).Select(u => u.Uid!.Value).ToListAsync(cancellationToken);
        return [.. uids.Except(others)];
    }

    /// <summary>The pilot is nobody at Discord any more.</summary>
    public Task ForgetAsync(UserId user, CancellationToken cancellationToken) => db.DiscordUsers.Where(u => u.UserId == user).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Opens what lets us bring them in.</summary>
    public string? TokenOf(DiscordUser user) => user.Token is null ? null : protector.Unprotect(user.Token);

    /// <summary>Takes over the names that Discord now has.</summary>
    public Task LearnAsync(UserId user, string userName, string discriminator, CancellationToken cancellationToken)
    {
        var learned = new DiscordUser();
        learned.Learn(userName, discriminator);
        return db.DiscordUsers.Where(u => u.UserId == user && (u.UserName != learned.UserName || u.Discriminator != learned.Discriminator)).ExecuteUpdateAsync(
            u => u.SetProperty(x => x.UserName, learned.UserName).SetProperty(x => x.Discriminator, learned.Discriminator), cancellationToken);
    }

    /// <summary>A code works once, so what it gave is stored before anything else is asked.</summary>
    private async Task RedeemAsync(DiscordUser user, string code, CancellationToken cancellationToken)
    {
        var token = await api.RedeemAsync(code, settings.Value.CallbackOf(site.Value), cancellationToken);
        // Remembered also when it is over, so that it is not asked about again at each try.
        user.CodeHash = HashOf(code);
        if (token is not null)
        {
            // Whoever they were before is shown out once they are in, even when that takes several tries.
            user.PreviousUid = user.Token is null ? user.Uid : user.PreviousUid ?? user.Uid;
            (user.Uid, user.Token) = (null, protector.Protect(token));
        }

        await StoreAsync(user);
        cancellationToken.ThrowIfCancellationRequested();
        if (token is null)
        {
            throw ServiceException.Refused("services.discord.trouble.code");
        }
    }

    private async Task IdentifyAsync(DiscordUser user, CancellationToken cancellationToken)
    {
        var person = await api.WhoAsync(TokenOf(user)!, cancellationToken);
        // Whoever is about to be somebody else may still turn out to stay who they were.
        var isTaken = person is not null && await db.DiscordUsers.AnyAsync(u => (u.Uid == person.Id || u.PreviousUid == person.Id) && u.UserId != user.UserId, cancellationToken);
        if (person is null || isTaken)
        {
            // They stay whom they were.
            (user.Uid, user.PreviousUid, user.Token) = (user.PreviousUid, null, null);
            await StoreAsync(user);
            throw person is null
                ? ServiceException.Refused("services.discord.trouble.withdrawn")
                : ServiceException.Refused("services.discord.trouble.taken", DiscordUser.ShownNameOf(person.Username, person.Discriminator ?? "0"));
        }

        (user.Uid, user.PreviousUid) = (person.Id, user.PreviousUid == person.Id ? null : user.PreviousUid);
        user.Learn(person.Username, person.Discriminator ?? "0");
        await StoreAsync(user);
    }

    /// <summary>Also while the node stops.</summary>
    private Task StoreAsync(DiscordUser user) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO services.discord_users (user_id, uid, user_name, discriminator, activated_at, code_hash, token, previous_uid)
        VALUES ({user.UserId.Value}, {user.Uid}, {user.UserName}, {user.Discriminator}, {user.ActivatedAt}, {user.CodeHash}, {user.Token}, {user.PreviousUid})
        ON CONFLICT (user_id) DO UPDATE SET
            uid = excluded.uid, user_name = excluded.user_name, discriminator = excluded.discriminator, code_hash = excluded.code_hash,
            token = excluded.token, previous_uid = excluded.previous_uid
        """,
        CancellationToken.None);

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
