using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.RunFromCommandLine;

/// <summary>The first superuser, and any later one. AUTH-085.</summary>
internal sealed class CreateSuperuserHandler(AuthenticationDb db, LocalAccounts accounts, TimeProvider clock) : IRequestHandler<CreateSuperuser, IReadOnlyList<Refusal>>
{
    private const int MaxLength = 150;

    public async Task<IReadOnlyList<Refusal>> Handle(CreateSuperuser request, CancellationToken cancellationToken)
    {
        var name = request.UserName.Trim();
        if (name.Length is 0 or > MaxLength || name.Any(char.IsControl) || name == User.SentinelName)
        {
            return [new Refusal("authentication.superuser.name")];
        }

        if (request.Email.Length > 0 && EmailAddress.FindError(request.Email) is { } error)
        {
            return [new Refusal(error)];
        }

        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldUserNamesAsync(cancellationToken);
        if (await db.Users.AnyAsync(u => u.UserName == name, cancellationToken))
        {
            return [new Refusal("authentication.superuser.taken", name)];
        }

        var user = User.ByOperator(name, request.Email, await db.FindGuestAsync(cancellationToken), now);
        user.IsStaff = user.IsSuperuser = true;
        db.Users.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        var errors = await accounts.SetAsync(user, request.Password);
        if (errors.Count > 0)
        {
            return errors;
        }

        user.Registered(now);
        var trail = new ChangeTrail(db, "authentication", "user", actor: null, now);
        trail.Note("authentication.audit.superuser", before: false, after: true);
        trail.Record(user.Id, name, ChangeKind.Added);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [];
    }
}

internal sealed class CheckMainsHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<CheckMains, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> Handle(CheckMains request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        var unbacked = await db.Users
            .FromSqlRaw(
                """
                SELECT * FROM authentication.users u
                WHERE u.main_character_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM authentication.ownerships o WHERE o.character_id = u.main_character_id AND o.user_id = u.id)
                ORDER BY u.id FOR UPDATE
                """)
            .ToListAsync(cancellationToken);
        foreach (var user in unbacked)
        {
            user.ClearMain(now);
        }

        UserId[] users = [.. unbacked.Select(u => u.Id)];
        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync(users, now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync(users, cancellationToken);
        return [.. unbacked.Select(u => u.UserName)];
    }
}
