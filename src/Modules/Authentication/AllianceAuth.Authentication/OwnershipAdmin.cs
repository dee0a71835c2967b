using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.MoveOwnership;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication;

/// <summary>What the administration shows of who owns a character, and of who once did.</summary>
internal static class OwnershipAdmin
{
    public static void Add(IServiceCollection services)
    {
        services.AddAdmin<AuthenticationDb, Ownership>("authentication", "characterownership", Ownerships);
        services.AddAdmin<AuthenticationDb, OwnershipRecord>("authentication", "ownershiprecord", Records);
    }

    private static void Ownerships(AdminBuilder<AuthenticationDb, Ownership> admin) => admin
        .Named("authentication.admin.ownerships", "authentication.admin.ownership")
        .Icon("fa-solid fa-id-card")
        .Column("authentication.admin.ownership.character", o => o.CharacterId, c => c.Names(AdminReferenceKind.Character).Head().Unsorted())
        .Column("authentication.admin.ownership.user", o => o.UserId, c => c.Unsorted())
        .Column("authentication.column.corporation", (db, o) => db.Users.Where(u => u.Id == o.UserId).Select(u => u.MainCorporationName).FirstOrDefault(), c => c.OnlyWide())
        .Column("authentication.admin.ownership.since", o => o.Since, c => c.OnlyWide())
        .Filter("authentication.column.corporation", (work, cancellationToken) => MainsAsync(work.Db, u => u.MainCorporationId, u => u.MainCorporationName, cancellationToken),
            (db, rows, values) => rows.Where(OwnedBy<Ownership>(db, o => o.UserId, u => u.MainCorporationId, values)))
        .Filter("authentication.admin.user.alliance", (work, cancellationToken) => MainsAsync(work.Db, u => u.MainAllianceId, u => u.MainAllianceName, cancellationToken),
            (db, rows, values) => rows.Where(OwnedBy<Ownership>(db, o => o.UserId, u => u.MainAllianceId, values)))
        .SearchAlso(async (work, typed, cancellationToken) =>
        {
            var (characters, users) = await SearchAsync(work, typed, cancellationToken);
            return o => characters.Contains(o.CharacterId) || users.Contains(o.UserId);
        })
        .OrderByDescending(o => o.Since)
        .Field("authentication.admin.ownership.character", o => o.CharacterId, f => f.ReadOnly().Picks(AdminReferenceKind.Character))
        .Field("authentication.admin.ownership.hash", o => o.OwnerHash, f => f.ReadOnly())
        .Field("authentication.admin.ownership.user", o => o.UserId)
        .NoAdd()
        .Validate((work, ownership, cancellationToken) => SuperuserCharacters.JudgeAsync(work, ownership, cancellationToken))
        .KeepsFromDeleting((work, going, cancellationToken) => SuperuserCharacters.KeepAsync(work, going, cancellationToken))
        .Saving(OwnershipMoves.TellAsync)
        .Saved(OwnershipMoves.FollowAsync)
        .Deletes(OwnershipMoves.ReleaseAsync, recordsHistory: true);

    private static void Records(AdminBuilder<AuthenticationDb, OwnershipRecord> admin) => admin
        .Named("authentication.admin.records", "authentication.admin.record")
        .Icon("fa-solid fa-book")
        .Column("authentication.admin.ownership.character", r => r.CharacterId, c => c.Names(AdminReferenceKind.Character).Head().Unsorted())
        .Column("authentication.admin.ownership.user", r => r.UserId, c => c.Unsorted())
        .Column("authentication.column.corporation", (db, r) => db.Users.Where(u => u.Id == r.UserId).Select(u => u.MainCorporationName).FirstOrDefault(), c => c.OnlyWide())
        .Column("authentication.admin.ownership.created", r => r.CreatedAt)
        .Filter("authentication.column.corporation", (work, cancellationToken) => MainsAsync(work.Db, u => u.MainCorporationId, u => u.MainCorporationName, cancellationToken),
            (db, rows, values) => rows.Where(OwnedBy<OwnershipRecord>(db, r => r.UserId, u => u.MainCorporationId, values)))
        .Filter("authentication.admin.user.alliance", (work, cancellationToken) => MainsAsync(work.Db, u => u.MainAllianceId, u => u.MainAllianceName, cancellationToken),
            (db, rows, values) => rows.Where(OwnedBy<OwnershipRecord>(db, r => r.UserId, u => u.MainAllianceId, values)))
        .SearchAlso(async (work, typed, cancellationToken) =>
        {
            var (characters, users) = await SearchAsync(work, typed, cancellationToken);
            return r => characters.Contains(r.CharacterId) || users.Contains(r.UserId);
        })
        .OrderByDescending(r => r.CreatedAt)
        .Create(work => new OwnershipRecord(0, "", default, work.Now))
        .Field("authentication.admin.ownership.character", r => r.CharacterId, f => f.OnlyWhenAdding().Picks(AdminReferenceKind.Character))
        .Field("authentication.admin.ownership.hash", r => r.OwnerHash, f => f.OnlyWhenAdding())
        .Field("authentication.admin.ownership.user", r => r.UserId)
        .Validate((work, record, cancellationToken) => SuperuserCharacters.JudgeAsync(work, record, cancellationToken))
        .KeepsFromDeleting((work, going, cancellationToken) => SuperuserCharacters.KeepAsync(work, going, cancellationToken));

    /// <summary>Corporations or alliances of current mains, by name. ADM-010.</summary>
    private static async Task<IReadOnlyList<AdminOption>> MainsAsync(
        AuthenticationDb db, Expression<Func<User, long?>> id, Expression<Func<User, string?>> name, CancellationToken cancellationToken)
    {
        var pair = Expression.Lambda<Func<User, KeyValuePair<long?, string?>>>(
            Expression.New(
                typeof(KeyValuePair<long?, string?>).GetConstructor([typeof(long?), typeof(string)])!, id.Body, new Renamed(name.Parameters[0], id.Parameters[0]).Visit(name.Body)),
            id.Parameters[0]);
        var found = await db.Users.Where(u => u.MainCharacterId != null).Select(pair).Distinct().ToListAsync(cancellationToken);
        return
        [
            .. found.Where(f => f.Key is not null).DistinctBy(f => f.Key).OrderBy(f => f.Value, StringComparer.CurrentCultureIgnoreCase)
                .Select(f => new AdminOption(f.Key!.Value.ToString(CultureInfo.InvariantCulture), f.Value ?? "")),
        ];
    }

    private static Expression<Func<TRow, bool>> OwnedBy<TRow>(AuthenticationDb db, Expression<Func<TRow, UserId>> user, Expression<Func<User, long?>> organisation, IReadOnlyList<string> values)
    {
        List<long?> wanted = [.. values.Select(v => long.TryParse(v, CultureInfo.InvariantCulture, out var id) ? id : 0)];
        Expression<Func<long?, bool>> isWanted = id => wanted.Contains(id);
        var fits = Expression.Lambda<Func<User, bool>>(new Renamed(isWanted.Parameters[0], organisation.Body).Visit(isWanted.Body), organisation.Parameters[0]);
        var users = db.Users.Where(fits).Select(u => u.Id);
        Expression<Func<UserId, bool>> isOne = id => users.Contains(id);
        return Expression.Lambda<Func<TRow, bool>>(new Renamed(isOne.Parameters[0], user.Body).Visit(isOne.Body), user.Parameters[0]);
    }

    private static async Task<(IReadOnlyList<long> Characters, List<UserId> Users)> SearchAsync(AdminWork<AuthenticationDb> work, string typed, CancellationToken cancellationToken)
    {
        var characters = await work.Services.GetRequiredService<IMediator>().Send(new SearchCharacters(typed), cancellationToken);
        var pattern = LikePattern.Containing(typed);
        var users = await work.Db.Users
            .Where(u => EF.Functions.ILike(u.UserName, pattern, LikePattern.Escape) || EF.Functions.ILike(u.MainName!, pattern, LikePattern.Escape) || EF.Functions.ILike(u.MainCorporationName!, pattern, LikePattern.Escape)
                || EF.Functions.ILike(u.MainAllianceName!, pattern, LikePattern.Escape) || EF.Functions.ILike(u.MainFactionName!, pattern, LikePattern.Escape))
            .Select(u => u.Id).Take(5000).ToListAsync(cancellationToken);
        return (characters, users);
    }

    private sealed class Renamed(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
