using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.LogIn;

/// <summary>Decides who a character that EVE vouches for signs in as.</summary>
/// <param name="Sso">The verified, stored token.</param>
internal sealed record LogInRequest(SsoResult Sso) : IRequest<LogInResult>;

/// <summary>Who came in, or why not.</summary>
internal sealed record LogInResult(LogInStatus Status, User? User, Refusal? Refusal);

/// <summary>Where the browser goes. AUTH-044 to AUTH-046.</summary>
internal enum LogInStatus
{
    Refused,
    SignedIn,
    MustRegister,
}

internal sealed class LogInHandler(AuthenticationDb db, AccessReader access, IMediator mediator, TimeProvider clock)
    : IRequestHandler<LogInRequest, LogInResult>
{
    public async Task<LogInResult> Handle(LogInRequest request, CancellationToken cancellationToken)
    {
        var (sso, now) = (request.Sso, clock.GetUtcNow());
        var character = await mediator.Send(new EnsureCharacter(sso.CharacterId, sso.CharacterName), cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        await db.HoldCharacterAsync(sso.CharacterId, cancellationToken);
        HashSet<UserId> touched = [.. await db.PurgeAsync(sso.CharacterId, sso.OwnerHash, user: null, now, now, cancellationToken)];

        var (owner, recorded) = await FindKnownAsync(sso, cancellationToken);
        var decision = LoginDecision.For(sso.CharacterId, sso.CharacterName, owner, recorded);
        var user = decision.Outcome switch
        {
            LoginOutcome.SignIn => owner,
            LoginOutcome.Return => recorded,
            LoginOutcome.NewAccount => await RegisterAsync(sso.CharacterName, now, cancellationToken),
            _ => null,
        };
        if (user is not null)
        {
            touched.Add(user.Id);
            touched.UnionWith(await db.ClaimAsync(sso.CharacterId, sso.OwnerHash, user.Id, now, now, cancellationToken));
            // Asked again while the user is held: EVE may have told something newer since.
            var latest = await mediator.Send(new FindCharacters([sso.CharacterId]) { Uncached = true }, cancellationToken);
            user.SetMain(latest is [var known] ? known : character, now);
            if (user.IsActive)
            {
                user.SignedIn(now);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync(touched, now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync(touched, cancellationToken);
        return await FinishAsync(sso, user, decision, cancellationToken);
    }

    private async Task<(User? Owner, User? Recorded)> FindKnownAsync(SsoResult sso, CancellationToken cancellationToken)
    {
        var ownership = await db.Ownerships.SingleOrDefaultAsync(o => o.CharacterId == sso.CharacterId, cancellationToken);
        if (ownership is not null)
        {
            return ((await db.HoldUsersAsync([ownership.UserId], cancellationToken)).Single(), null);
        }

        var record = await db.FindNewestRecordAsync(sso.CharacterId, sso.OwnerHash, cancellationToken);
        return (null, record is null ? null : (await db.HoldUsersAsync([record.UserId], cancellationToken)).SingleOrDefault());
    }

    private async Task<User> RegisterAsync(string characterName, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.HoldUserNamesAsync(cancellationToken);
        var name = UserNames.Of(characterName);
        var alike = await db.Users.CountAsync(u => u.UserName.StartsWith(name), cancellationToken);
        var unique = await UserNames.MakeUniqueAsync(name, alike, candidate => db.Users.AnyAsync(u => u.UserName == candidate, cancellationToken));
        var user = User.BySso(unique, await db.FindGuestAsync(cancellationToken), now);
        db.Users.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        user.Registered(now);
        return user;
    }

    private async Task<LogInResult> FinishAsync(SsoResult sso, User? user, LoginDecision decision, CancellationToken cancellationToken)
    {
        if (user is null)
        {
            await mediator.Send(new DiscardToken(sso.Token), cancellationToken);
            return new(LogInStatus.Refused, null, decision.Refusal);
        }

        await mediator.Send(new AssignToken(sso.Token, user.Id), cancellationToken);
        return user switch
        {
            { IsActive: true } => new(LogInStatus.SignedIn, user, null),
            { Registration: RegistrationStatus.Pending } => new(LogInStatus.MustRegister, user, null),
            _ => new(LogInStatus.Refused, null, new Refusal("authentication.login.disabled")),
        };
    }
}
