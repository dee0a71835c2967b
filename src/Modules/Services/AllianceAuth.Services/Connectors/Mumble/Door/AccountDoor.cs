using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Connectors.Mumble.Guests;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>Answers the Mumble server from our accounts. A login of a pilot costs one statement. MUM-034 to MUM-048.</summary>
internal sealed partial class AccountDoor(
    IServiceScopeFactory scopes, MumblePasswords passwords, VerifiedPasswords verified, IOptions<MumbleSettings> options, TimeProvider clock, ILogger<AccountDoor> logger) : IMumbleDoor
{
    private const string GuestGroup = "Guest";

    // Asked at each login, so it is put together once.
    private static readonly Func<ServicesDb, string, CancellationToken, Task<MumbleUser?>> FindAsync = EF.CompileAsyncQuery(
        (ServicesDb db, string key, CancellationToken _) => db.Set<MumbleUser>().AsNoTracking().SingleOrDefault(u => u.NameKey == key));

    private readonly MumbleSettings _settings = options.Value;

    public async Task<MumbleVerdict> AuthenticateAsync(MumbleKnock knock, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var key = MumbleUser.KeyOf(knock.Name);
        if (await FindAsync(db, key, cancellationToken) is not { } user)
        {
            return await GuestAsync(db, key, knock, cancellationToken);
        }

        var way = Judge(user, knock);
        if (way is WayIn.None)
        {
            return MumbleVerdict.Refused;
        }

        if (!await MayAsync(scope.ServiceProvider, db, user.UserId, cancellationToken))
        {
            LogNoAccess(logger, user.LoginName);
            return MumbleVerdict.Refused;
        }

        await NoteAsync(db, user, knock, way, cancellationToken);
        return new(MumbleNumbers.Of(user.UserId), user.DisplayName.Length > 0 ? user.DisplayName : user.LoginName, user.Groups);
    }

    public async Task<int?> FindIdAsync(string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var key = MumbleUser.KeyOf(name);
        var found = await db.MumbleUsers.Where(u => u.NameKey == key).Select(u => (UserId?)u.UserId).SingleOrDefaultAsync(cancellationToken);
        return found is { } user ? MumbleNumbers.Of(user) : null;
    }

    public async Task<string?> FindNameAsync(int id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        return MumbleNumbers.PilotOf(id) is { } user ? await db.MumbleUsers.Where(u => u.UserId == user).Select(u => u.LoginName).SingleOrDefaultAsync(cancellationToken)
            : MumbleNumbers.GuestOf(id) is { } guest ? await db.Guests.Where(g => g.Id == guest).Select(g => g.LoginName).SingleOrDefaultAsync(cancellationToken)
            : null;
    }

    public async Task<byte[]> FindTextureAsync(int id, CancellationToken cancellationToken)
    {
        if (!_settings.Avatars || MumbleNumbers.PilotOf(id) is not { } user)
        {
            return [];
        }

        await using var scope = scopes.CreateAsyncScope();
        var access = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new AccessOf([user]), cancellationToken);
        if (access is not [{ Main.CharacterId: var character }])
        {
            return [];
        }

        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var known = await db.MumbleAvatars.AsNoTracking().SingleOrDefaultAsync(a => a.CharacterId == character, cancellationToken);
        if (known is null || known.FetchedAt < clock.GetUtcNow() - FetchAvatarJob.Fresh)
        {
            await scope.ServiceProvider.GetRequiredService<IJobQueue>()
                .EnqueueAsync<FetchAvatarJob>(character.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken: cancellationToken);
        }

        return known?.Picture ?? [];
    }

    public async Task<IReadOnlyDictionary<int, string>> FindRegisteredAsync(string text, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var key = MumbleUser.KeyOf(text);
        // What looks like a pattern is meant as it is written. MUM-032.
        return await db.MumbleUsers.Where(u => u.NameKey.Contains(key)).ToDictionaryAsync(u => MumbleNumbers.Of(u.UserId), u => u.LoginName, cancellationToken);
    }

    public async Task ConnectedAsync(int server, MurmurUser user, CancellationToken cancellationToken)
    {
        if (MumbleNumbers.PilotOf(user.UserId) is { } pilot)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ServicesDb>().MumbleUsers.Where(u => u.UserId == pilot).ExecuteUpdateAsync(
                u => u.SetProperty(x => x.Release, user.Release).SetProperty(x => x.Version, user.Version).SetProperty(x => x.LastConnectAt, clock.GetUtcNow()),
                cancellationToken);
        }
    }

    public async Task DisconnectedAsync(int server, MurmurUser user, CancellationToken cancellationToken)
    {
        if (MumbleNumbers.PilotOf(user.UserId) is { } pilot)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ServicesDb>().MumbleUsers.Where(u => u.UserId == pilot).ExecuteUpdateAsync(
                u => u.SetProperty(x => x.LastDisconnectAt, clock.GetUtcNow()), cancellationToken);
        }
    }

    public async Task SaidAsync(int server, MurmurUser user, string text, CancellationToken cancellationToken)
    {
        if (text.Trim() == KickGuestsJob.Command)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IJobQueue>()
                .EnqueueAsync<KickGuestsJob>(KickGuestsJob.ArgumentOf(server, user.Session), cancellationToken: cancellationToken);
        }
    }

    private static bool IsSameCertificate(MumbleUser user, MumbleKnock knock) =>
        knock.CertificateHash.Length > 0 && string.Equals(user.CertificateHash, knock.CertificateHash, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whoever may not have the account stays outside although it may still be there; unless it is there because the brake holds it, for then an admin has yet
    /// to say whether they lose it. Who is switched off or deleted is out at once all the same. While none of it can be told, the account counts.
    /// </summary>
    private async Task<bool> MayAsync(IServiceProvider services, ServicesDb db, UserId user, CancellationToken cancellationToken)
    {
        try
        {
            var access = (await services.GetRequiredService<IMediator>().Send(new AccessOf([user]), cancellationToken)).SingleOrDefault();
            return AccountPlanner.MayHave(access, MumbleConnector.Service) || (access is { IsActive: true } && await IsHeldAsync(db, user, cancellationToken));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(error, "The access of a pilot who signs in at Mumble could not be read. Their account decides.");
            return true;
        }
    }

    private static Task<bool> IsHeldAsync(ServicesDb db, UserId user, CancellationToken cancellationToken) => db.Accounts
        .Where(a => a.Service == MumbleConnector.Name && a.UserId == user && db.States.Any(s => s.Name == MumbleConnector.Name && s.HeldSince != null))
        .AnyAsync(BrakeKeeper.IsHeld, cancellationToken);

    private WayIn Judge(MumbleUser user, MumbleKnock knock)
    {
        if (knock.Password.Length == 0)
        {
            return _settings.CertificateLogin && IsSameCertificate(user, knock) ? WayIn.Certificate : WayIn.None;
        }

        if (verified.Knows(user.UserId, user.PasswordHash, knock.Password))
        {
            return WayIn.Password;
        }

        switch (passwords.Check(user.HashFunction, user.PasswordHash, knock.Password))
        {
            case PasswordFit.Right:
                verified.Remember(user.UserId, user.PasswordHash, knock.Password);
                return WayIn.Password;
            case PasswordFit.RightButOld:
                return WayIn.OldPassword;
            case PasswordFit.UnknownFunction:
                LogUnknownFunction(logger, user.LoginName, user.HashFunction);
                return WayIn.None;
            default:
                return WayIn.None;
        }
    }

    /// <summary>Makes an imported hash anew and keeps the certificate, where there is something to write.</summary>
    private async Task NoteAsync(ServicesDb db, MumbleUser user, MumbleKnock knock, WayIn way, CancellationToken cancellationToken)
    {
        // Only where the hash is still the one that was checked: the pilot may be setting another password at this moment.
        var hash = user.PasswordHash;
        if (way is WayIn.OldPassword)
        {
            hash = passwords.Hash(knock.Password);
            await db.MumbleUsers.Where(u => u.UserId == user.UserId && u.PasswordHash == user.PasswordHash).ExecuteUpdateAsync(
                u => u.SetProperty(x => x.PasswordHash, hash).SetProperty(x => x.HashFunction, MumblePasswords.Pbkdf2), cancellationToken);
            verified.Remember(user.UserId, hash, knock.Password);
        }

        if (_settings.CertificateLogin && way is not WayIn.Certificate && knock.CertificateHash.Length > 0 && !IsSameCertificate(user, knock))
        {
            await db.MumbleUsers.Where(u => u.UserId == user.UserId && u.PasswordHash == hash).ExecuteUpdateAsync(
                u => u.SetProperty(x => x.CertificateHash, knock.CertificateHash), cancellationToken);
        }
    }

    private async Task<MumbleVerdict> GuestAsync(ServicesDb db, string key, MumbleKnock knock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var guest = await db.Guests.AsNoTracking().SingleOrDefaultAsync(g => g.NameKey == key && g.ExpiresAt > now, cancellationToken);
        return guest is not null && passwords.Check(MumblePasswords.Pbkdf2, guest.PasswordHash, knock.Password) is PasswordFit.Right
            ? new(MumbleNumbers.OfGuest(guest.Id), guest.DisplayName, [GuestGroup])
            : MumbleVerdict.Unknown;
    }

    [LoggerMessage(LogLevel.Information, "{Name} gave the right password at Mumble but may not use it any more.")]
    private static partial void LogNoAccess(ILogger logger, string name);

    [LoggerMessage(LogLevel.Warning, "The Mumble password of {Name} was made by {Function}, which nobody here can check. The pilot must set a new one.")]
    private static partial void LogUnknownFunction(ILogger logger, string name, string function);
}

/// <summary>How somebody proved who they are.</summary>
internal enum WayIn
{
    None,
    Password,

    /// <summary>By a password whose hash should be made anew.</summary>
    OldPassword,

    Certificate,
}
