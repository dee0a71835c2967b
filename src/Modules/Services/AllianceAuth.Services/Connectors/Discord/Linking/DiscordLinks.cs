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
        var known = await db.DiscordUsers.AsNoTracking().SingleOrDefaultAsync(u => u.UserId == account.User, cancellationToken);
        if (account.Secret is { } code && HashOf(code) != known?.CodeHash)
        {
            known = await RedeemAsync(account.User, code, known, cancellationToken);
        }

        return known is { Uid: not null } ? known : throw ServiceException.Refused("services.discord.trouble.code");
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

    /// <summary>Who the pilot is and was, as far as we know and nobody else of ours is.</summary>
    public async Task<IReadOnlyList<long>> UidsAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        var known = await db.DiscordUsers.AsNoTracking().SingleOrDefaultAsync(u => u.UserId == account.User, cancellationToken);
        long? remote = long.TryParse(account.RemoteId, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null;
        List<long> uids = [.. new[] { remote, known?.Uid, known?.PreviousUid }.OfType<long>().Distinct()];
        var others = await db.DiscordUsers.Where(u => u.UserId != account.User && u.Uid != null && uids.Contains(u.Uid.Value)).Select(u => u.Uid!.Value).ToListAsync(cancellationToken);
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

    private async Task<DiscordUser> RedeemAsync(UserId user, string code, DiscordUser? before, CancellationToken cancellationToken)
    {
        var token = await api.RedeemAsync(code, settings.Value.CallbackOf(site.Value), cancellationToken);
        var person = token is null ? null : await api.WhoAsync(token, cancellationToken);
        if (person is null)
        {
            // Remembered, so that a code that is over is not asked about again at each try.
            await StoreAsync(before ?? new DiscordUser { UserId = user }, HashOf(code), cancellationToken);
            throw ServiceException.Refused("services.discord.trouble.code");
        }

        if (await db.DiscordUsers.AnyAsync(u => u.Uid == person.Id && u.UserId != user, cancellationToken))
        {
            await StoreAsync(before ?? new DiscordUser { UserId = user }, HashOf(code), cancellationToken);
            throw ServiceException.Refused("services.discord.trouble.taken", DiscordUser.ShownNameOf(person.Username, person.Discriminator ?? "0"));
        }

        var linked = new DiscordUser
        {
            UserId = user,
            Uid = person.Id,
            ActivatedAt = before?.ActivatedAt,
            Token = protector.Protect(token!),
            // Whoever they were before is shown out once they are in, even when that takes several tries.
            PreviousUid = before is { Uid: { } old } && old != person.Id ? old : before?.PreviousUid == person.Id ? null : before?.PreviousUid,
        };
        linked.Learn(person.Username, person.Discriminator ?? "0");
        await StoreAsync(linked, HashOf(code), cancellationToken);
        return linked;
    }

    private async Task StoreAsync(DiscordUser user, string codeHash, CancellationToken cancellationToken)
    {
        user.CodeHash = codeHash;
        // The code is spent: this is written down even while the node stops.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.discord_users (user_id, uid, user_name, discriminator, activated_at, code_hash, token, previous_uid)
            VALUES ({user.UserId.Value}, {user.Uid}, {user.UserName}, {user.Discriminator}, {user.ActivatedAt}, {user.CodeHash}, {user.Token}, {user.PreviousUid})
            ON CONFLICT (user_id) DO UPDATE SET
                uid = excluded.uid, user_name = excluded.user_name, discriminator = excluded.discriminator, code_hash = excluded.code_hash,
                token = excluded.token, previous_uid = excluded.previous_uid
            """,
            CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
