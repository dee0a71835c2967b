using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AllianceAuth.Services.Connectors.Mumble;

/// <summary>Mumble. Accounts are rows of ours, which the authenticator reads whenever somebody signs in there.</summary>
internal sealed class MumbleConnector(ServicesDb db, MumblePasswords passwords, MumbleTest test, IJobQueue jobs, IOptions<MumbleSettings> settings) : ServiceConnector
{
    public const string Name = "mumble";

    /// <inheritdoc />
    public override ServiceDescription Description { get; } = new(Name, "Mumble", MumblePermissions.Access, "[{corp_ticker}]{character_name}", "fa-solid fa-headset")
    {
        Abilities = ServiceAbilities.Passwords | ServiceAbilities.Groups | ServiceAbilities.DisplayNames | ServiceAbilities.UniqueNames | ServiceAbilities.Reading,
    };

    /// <inheritdoc />
    public override bool IsInstalled => settings.Value.Url.Length > 0;

    /// <summary>The login is the main's name, the format makes the shown name only. MUM-001, MUM-002.</summary>
    public override ValueTask<IReadOnlyList<ServiceWish>> WishAsync(IReadOnlyList<ServiceMember> members, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ServiceWish>>(
            [.. members.Select(m => new ServiceWish((m.Access.Main?.Name ?? m.Access.UserName).Replace(' ', '_'), m.Name, GroupsOf(m)))]);

    /// <summary>MUM-004: blanks become hyphens; commas would cut a name in two.</summary>
    public override string CleanGroup(string name) => name.Replace(",", "", StringComparison.Ordinal).Trim().Replace(' ', '-');

    /// <inheritdoc />
    public override async Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken)
    {
        var hash = account.Secret is { } password ? passwords.Hash(password) : null;
        var hasPassword = await StoreAsync(account, wish, hash, cancellationToken);
        if (account.Groups is { } before && !before.SequenceEqual(wish.Groups, StringComparer.Ordinal))
        {
            var lost = before.Except(wish.Groups, StringComparer.Ordinal).Any();
            await jobs.EnqueueAsync<FollowAccountJob>(FollowAccountJob.ArgumentOf(account.User, lost && settings.Value.KickOnGroupLoss), cancellationToken: cancellationToken);
        }

        return new(MumbleNumbers.Of(account.User).ToString(System.Globalization.CultureInfo.InvariantCulture)) { WaitsForPilot = !hasPassword };
    }

    /// <inheritdoc />
    public override async Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        await db.MumbleUsers.Where(u => u.UserId == account.User).ExecuteDeleteAsync(cancellationToken);
        await jobs.EnqueueAsync<FollowAccountJob>(FollowAccountJob.ArgumentOf(account.User, endsThem: false), cancellationToken: cancellationToken);
    }

    /// <inheritdoc />
    public override async Task SetPasswordAsync(ServiceAccount account, string password, CancellationToken cancellationToken)
    {
        var hash = passwords.Hash(password);
        // A certificate that came in by the old password proves nothing any more.
        var changed = await db.MumbleUsers.Where(u => u.UserId == account.User).ExecuteUpdateAsync(
            u => u.SetProperty(x => x.PasswordHash, hash).SetProperty(x => x.HashFunction, MumblePasswords.Pbkdf2).SetProperty(x => x.CertificateHash, (string?)null),
            cancellationToken);
        if (changed == 0)
        {
            throw ServiceException.Gone("services.mumble.trouble.gone");
        }
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<ServiceActual>> ReadAsync(IReadOnlyList<ServiceAccount> accounts, CancellationToken cancellationToken)
    {
        var users = accounts.Select(a => a.User).ToList();
        var rows = await db.MumbleUsers.Where(u => users.Contains(u.UserId)).ToDictionaryAsync(u => u.UserId, cancellationToken);
        return
        [
            .. users.Select(u => rows.TryGetValue(u, out var row)
                ? new ServiceActual(u, Exists: true, row.DisplayName, row.Groups) { LoginName = row.LoginName }
                : new ServiceActual(u, Exists: false)),
        ];
    }

    /// <inheritdoc />
    public override Task<IReadOnlyList<ServiceTestLine>> TestAsync(CancellationToken cancellationToken) => test.RunAsync(cancellationToken);

    /// <inheritdoc />
    public override ServiceCardDetails CardOf(ServiceAccount? account)
    {
        var url = settings.Value.Url;
        return new(
            url,
            account is { LoginName.Length: > 0 } ? [new ServiceLink("services.mumble.card.connect", $"mumble://{Uri.EscapeDataString(account.LoginName)}@{url}", IsForPhone: true)] : [],
            []);
    }

    /// <summary>One statement, whatever was there before.</summary>
    /// <returns>Whether there is a password.</returns>
    private async Task<bool> StoreAsync(ServiceAccount account, ServiceWish wish, string? hash, CancellationToken cancellationToken)
    {
        var groups = wish.Groups.ToArray();
        try
        {
            var stored = await db.Database.SqlQuery<bool>(
                $"""
                INSERT INTO services.mumble_users AS m (user_id, login_name, name_key, password_hash, hash_function, display_name, groups)
                VALUES ({account.User.Value}, {wish.LoginName}, {MumbleUser.KeyOf(wish.LoginName)}, {hash ?? ""}, {MumblePasswords.Pbkdf2}, {wish.DisplayName}, {groups})
                ON CONFLICT (user_id) DO UPDATE SET
                    login_name = excluded.login_name, name_key = excluded.name_key, display_name = excluded.display_name, groups = excluded.groups,
                    password_hash = CASE WHEN {hash is not null} THEN excluded.password_hash ELSE m.password_hash END,
                    hash_function = CASE WHEN {hash is not null} THEN excluded.hash_function ELSE m.hash_function END,
                    certificate_hash = CASE WHEN {hash is not null} THEN NULL ELSE m.certificate_hash END
                RETURNING password_hash <> '' AS "Value"
                """).ToListAsync(cancellationToken);
            return stored[0];
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw ServiceException.Refused("services.mumble.trouble.nametaken", wish.LoginName);
        }
    }
}
