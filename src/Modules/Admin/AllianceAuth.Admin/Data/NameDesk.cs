using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using MediatR;

namespace AllianceAuth.Admin.Data;

/// <summary>Asks the owners what things are called: users and states of Authentication, EVE's entities of EveOnline. One question a kind, whatever the number.</summary>
internal sealed class NameDesk(IMediator mediator) : IAdminNames
{
    public async Task<IReadOnlyDictionary<AdminReference, AdminFace>> FindAsync(IReadOnlyCollection<AdminReference> references, CancellationToken cancellationToken)
    {
        Dictionary<AdminReference, AdminFace> faces = [];
        if (Ids(references, AdminReferenceKind.User) is { Count: > 0 } users)
        {
            foreach (var user in await mediator.Send(new FindUsers([.. users.Select(id => new UserId((int)id))]), cancellationToken))
            {
                var detail = user.Main is { } main ? main.CorporationTicker : null;
                faces[new(AdminReferenceKind.User, user.User.Value)] = new AdminFace(
                    user.Name, detail, CharacterId: user.Main?.CharacterId, Href: PathOf(user.User));
            }
        }

        foreach (var kind in new[] { AdminReferenceKind.State, AdminReferenceKind.Group })
        {
            if (references.Any(r => r.Kind == kind))
            {
                foreach (var named in await NamedAsync(kind, cancellationToken))
                {
                    faces[new(kind, named.Id)] = new AdminFace(named.Name);
                }
            }
        }

        await AddOwnersAsync(references, faces, cancellationToken);
        await AddEntitiesAsync(references, faces, cancellationToken);
        return faces;
    }

    public async Task<IReadOnlyList<AdminOption>> AllAsync(AdminReferenceKind kind, CancellationToken cancellationToken)
    {
        var named = kind == AdminReferenceKind.Faction
            ? (await mediator.Send(new SearchEntities(EntityKind.Faction, ""), cancellationToken)).Select(f => (f.Id, f.Name))
            : await NamedAsync(kind, cancellationToken);
        return [.. named.OrderBy(n => n.Name, StringComparer.CurrentCultureIgnoreCase).Select(n => new AdminOption(n.Id.ToString(CultureInfo.InvariantCulture), n.Name))];
    }

    public async Task<AdminReference?> PickAsync(AdminReferenceKind kind, string typed, CancellationToken cancellationToken)
    {
        if (kind == AdminReferenceKind.User)
        {
            return await mediator.Send(new FindUserByName(typed), cancellationToken) is { } user ? new(kind, user.Value) : null;
        }

        if (EntityOf(kind) is { } entity)
        {
            return await mediator.Send(new LearnEntity(entity, typed), cancellationToken) is { } found ? new(kind, found.Id) : null;
        }

        return (await NamedAsync(kind, cancellationToken)).Where(n => string.Equals(n.Name, typed, StringComparison.OrdinalIgnoreCase)).Select(n => (AdminReference?)new AdminReference(kind, n.Id)).FirstOrDefault();
    }

    public async Task<IReadOnlyList<AdminOption>> SuggestAsync(AdminReferenceKind kind, string typed, CancellationToken cancellationToken)
    {
        if (kind == AdminReferenceKind.User)
        {
            return [.. (await mediator.Send(new SearchUsers(typed), cancellationToken)).Select(u => new AdminOption(u.User.ToString(), u.Name))];
        }

        if (kind is AdminReferenceKind.Owner or AdminReferenceKind.MainOfOwner)
        {
            var users = await mediator.Send(new SearchUsers(typed), cancellationToken);
            var owned = users.Count == 0 ? [] : await mediator.Send(new AccessOf([.. users.Select(u => u.User)]), cancellationToken);
            return [.. owned.SelectMany(a => a.Characters.Select(c => new AdminOption(c.ToString(CultureInfo.InvariantCulture), a.UserName)))];
        }

        if (EntityOf(kind) is { } entity)
        {
            return [.. (await mediator.Send(new SearchEntities(entity, typed), cancellationToken)).Select(e => new AdminOption(e.Id.ToString(CultureInfo.InvariantCulture), e.Name))];
        }

        return [.. (await AllAsync(kind, cancellationToken)).Where(o => o.Text.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase)).Take(20)];
    }

    private async Task AddOwnersAsync(IReadOnlyCollection<AdminReference> references, Dictionary<AdminReference, AdminFace> faces, CancellationToken cancellationToken)
    {
        long[] characters = [.. references.Where(r => r.Kind is AdminReferenceKind.Owner or AdminReferenceKind.MainOfOwner).Select(r => r.Id).Distinct()];
        var owners = characters.Length == 0 ? new Dictionary<long, UserId>() : await mediator.Send(new FindOwners(characters), cancellationToken);
        if (owners.Count == 0)
        {
            return;
        }

        var users = (await mediator.Send(new FindUsers([.. owners.Values.Distinct()]), cancellationToken)).ToDictionary(u => u.User);
        foreach (var (character, owner) in owners)
        {
            if (users.TryGetValue(owner, out var user))
            {
                faces[new(AdminReferenceKind.Owner, character)] = new AdminFace(user.UserName, Href: PathOf(owner));
                if (user.Main is { } main)
                {
                    faces[new(AdminReferenceKind.MainOfOwner, character)] = new AdminFace(main.Name, main.CorporationTicker, CharacterId: main.CharacterId);
                }
            }
        }
    }

    public static string PathOf(UserId user) => $"/admin/authentication/user/{user}/change/";

    private async Task AddEntitiesAsync(IReadOnlyCollection<AdminReference> references, Dictionary<AdminReference, AdminFace> faces, CancellationToken cancellationToken)
    {
        (EntityKind Kind, long Id)[] entities = [.. references.Where(r => EntityOf(r.Kind) is not null).Select(r => (EntityOf(r.Kind)!.Value, r.Id)).Distinct()];
        if (entities.Length == 0)
        {
            return;
        }

        foreach (var entity in await mediator.Send(new FindEntities(entities), cancellationToken))
        {
            var kind = KindOf(entity.Kind);
            faces[new(kind, entity.Id)] = new AdminFace(
                entity.Name,
                entity.Ticker,
                CharacterId: entity.Kind == EntityKind.Character ? entity.Id : null,
                CorporationId: entity.Kind is EntityKind.Corporation or EntityKind.Faction ? entity.Id : null,
                AllianceId: entity.Kind == EntityKind.Alliance ? entity.Id : null);
        }
    }

    private async Task<IEnumerable<(long Id, string Name)>> NamedAsync(AdminReferenceKind kind, CancellationToken cancellationToken) => kind == AdminReferenceKind.State
        ? (await mediator.Send(new FindStates(), cancellationToken)).Select(s => ((long)s.State.Value, s.Name))
        : (await mediator.Send(new FindGroups(null), cancellationToken)).Select(g => ((long)g.Group.Value, g.Name));

    private static List<long> Ids(IReadOnlyCollection<AdminReference> references, AdminReferenceKind kind) => [.. references.Where(r => r.Kind == kind).Select(r => r.Id)];

    private static EntityKind? EntityOf(AdminReferenceKind kind) => kind switch
    {
        AdminReferenceKind.Character => EntityKind.Character,
        AdminReferenceKind.Corporation => EntityKind.Corporation,
        AdminReferenceKind.Alliance => EntityKind.Alliance,
        AdminReferenceKind.Faction => EntityKind.Faction,
        _ => null,
    };

    private static AdminReferenceKind KindOf(EntityKind kind) => kind switch
    {
        EntityKind.Character => AdminReferenceKind.Character,
        EntityKind.Corporation => AdminReferenceKind.Corporation,
        EntityKind.Alliance => AdminReferenceKind.Alliance,
        _ => AdminReferenceKind.Faction,
    };
}
