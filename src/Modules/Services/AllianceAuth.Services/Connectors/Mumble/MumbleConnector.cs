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

    /// <summary>What Mumble is to the engine, and to the door at each login.</summary>
    public static readonly ServiceDescription Service = new(Name, "Mumble", MumblePermissions.Access, "[{corp_ticker}]{character_name}", "fa-solid fa-headset")
    {
        Abilities = ServiceAbilities.Passwords | ServiceAbilities.Groups | ServiceAbilities.DisplayNames | ServiceAbilities.UniqueNames | ServiceAbilities.Reading,
    };

    /// <inheritdoc />
    public override ServiceDescription Description => Service;

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

    /// <summary>
    /// One statement: makes the row, also over one that a lost try left behind, or changes the one that must be there. A new password makes a certificate
    /// worthless that came in by the old one.
    /// </summary>
    /// <returns>Whether there is a password.</returns>
    private async Task<bool> StoreAsync(ServiceAccount account, ServiceWish wish, string? hash, CancellationToken cancellationToken)
    {
        var (groups, key, isNew) = (wish.Groups.ToArray(), MumbleUser.KeyOf(wish.LoginName), account.RemoteId is null);
        try
        {
            var stored = await db.Database.SqlQuery<bool>(
                $"""
                WITH changed AS (
                    UPDATE services.mumble_users SET
                        login_name = {wish.LoginName}, name_key = {key}, display_name = {wish.DisplayName}, groups = {groups},
                        password_hash = coalesce({hash}, password_hash),
                        hash_function = CASE WHEN {hash}::text IS NULL THEN hash_function ELSE {MumblePasswords.Pbkdf2} END,
                        certificate_hash = CASE WHEN {hash}::text IS NULL THEN certificate_hash END
                    WHERE user_id = {account.User.Value}
                    RETURNING password_hash),
                made AS (
                    INSERT INTO services.mumble_users (user_id, login_name, name_key, password_hash, hash_function, display_name, groups)
                    SELECT {account.User.Value}, {wish.LoginName}, {key}, coalesce({hash}, ''), {MumblePasswords.Pbkdf2}, {wish.DisplayName}, {groups}
                    WHERE {isNew} AND NOT EXISTS (SELECT FROM changed)
                    RETURNING password_hash)
                SELECT password_hash <> '' AS "Value" FROM changed UNION ALL SELECT password_hash <> '' FROM made
                """).ToListAsync(cancellationToken);
            return stored is [var hasPassword] ? hasPassword : throw ServiceException.Gone("services.cause.gone");
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw ServiceException.Refused("services.trouble.nametaken", wish.LoginName);
        }
    }
}
