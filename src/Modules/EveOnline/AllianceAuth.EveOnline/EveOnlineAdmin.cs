using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.EveOnline;

/// <summary>What the administration shows of this module. What EVE tells is never changed by hand. ADM-020 to ADM-022.</summary>
internal static class EveOnlineAdmin
{
    // Who searches for more than these wants a filter.
    private const int MostFound = 500;

    public static void Add(IServiceCollection services)
    {
        services.AddAdminSection("eveonline", "eveonline.app.eveonline");
        services.AddAdminSection("esi", "eveonline.app.esi");
        services.AddAdmin<EveOnlineDb, Character>("eveonline", "evecharacter", Characters);
        services.AddAdmin<EveOnlineDb, Corporation>("eveonline", "evecorporationinfo", admin => admin
            .Named("eveonline.admin.corporations", "eveonline.admin.corporation")
            .Icon("fa-solid fa-building")
            .Show("eveonline.admin.corporation.name", (c, _) => new AdminFace(c.Name, c.Ticker, CorporationId: c.Id), c => c.Name, c => c.Head())
            .Column("eveonline.admin.corporation.alliance", c => c.AllianceId, c => c.Names(AdminReferenceKind.Alliance).Unsorted())
            .Column("eveonline.admin.corporation.members", c => c.MemberCount)
            .Called(c => c.Name)
            .Filter("eveonline.admin.corporation.alliance", c => c.AllianceId, c => c.Names(AdminReferenceKind.Alliance))
            .Search(c => c.Name, c => c.Ticker)
            .OrderBy(c => c.Name)
            .NoChange());
        services.AddAdmin<EveOnlineDb, Alliance>("eveonline", "eveallianceinfo", admin => admin
            .Named("eveonline.admin.alliances", "eveonline.admin.alliance")
            .Icon("fa-solid fa-handshake")
            .Show("eveonline.admin.alliance.name", (a, _) => new AdminFace(a.Name, a.Ticker, AllianceId: a.Id), a => a.Name, c => c.Head())
            .Column("eveonline.admin.alliance.corporations", (db, a) => db.Corporations.Count(c => c.AllianceId == a.Id))
            .Called(a => a.Name)
            .Search(a => a.Name, a => a.Ticker)
            .OrderBy(a => a.Name)
            .NoChange());
        services.AddAdmin<EveOnlineDb, Faction>("eveonline", "evefactioninfo", admin => admin
            .Named("eveonline.admin.factions", "eveonline.admin.faction")
            .Icon("fa-solid fa-flag")
            .Show("eveonline.admin.faction.name", (f, _) => new AdminFace(f.Name, CorporationId: f.Id), f => f.Name, c => c.Head())
            .Column("eveonline.admin.faction.enlisted", (db, f) => db.Characters.Count(c => c.FactionId == f.Id))
            .Called(f => f.Name)
            .Search(f => f.Name)
            .OrderBy(f => f.Name)
            .NoChange());
        services.AddAdmin<EveOnlineDb, SsoToken>("esi", "token", Tokens);
        services.AddAdminList("esi", "scope", ScopesAsync, s => s.Name, admin => admin
            .Named("eveonline.admin.scopes", "eveonline.admin.scope")
            .Icon("fa-solid fa-key")
            .Column("eveonline.admin.scope.name", s => s.Name)
            .Column("eveonline.admin.scope.tokens", s => s.Tokens, c => c.Unsorted())
            .Search(s => s.Name));
    }

    private static void Characters(AdminBuilder<EveOnlineDb, Character> admin) => admin
        .Named("eveonline.admin.characters", "eveonline.admin.character")
        .Icon("fa-solid fa-user-astronaut")
        .Show("eveonline.admin.character.name", (c, _) => new AdminFace(c.Name, CharacterId: c.Id), c => c.Name, c => c.Head())
        .Column("eveonline.admin.character.corporation", c => c.CorporationId, c => c.Names(AdminReferenceKind.Corporation).Unsorted())
        .Column("eveonline.admin.character.alliance", c => c.AllianceId, c => c.Names(AdminReferenceKind.Alliance).Unsorted().OnlyWide())
        .Column("eveonline.admin.character.faction", c => c.FactionId, c => c.Names(AdminReferenceKind.Faction).Unsorted().OnlyWide())
        .Column("eveonline.admin.character.user", c => c.Id, c => c.Names(AdminReferenceKind.Owner).Unsorted())
        .Column("eveonline.admin.character.main", c => c.Id, c => c.Names(AdminReferenceKind.MainOfOwner).Unsorted())
        .Called(c => c.Name)
        .Filter("eveonline.admin.character.corporation", c => c.CorporationId, c => c.Names(AdminReferenceKind.Corporation))
        .Filter("eveonline.admin.character.alliance", c => c.AllianceId, c => c.Names(AdminReferenceKind.Alliance))
        .Filter("eveonline.admin.character.faction", c => c.FactionId, c => c.Names(AdminReferenceKind.Faction))
        .Search(c => c.Name)
        .SearchAlso(InOrganisationsAsync)
        .SearchAlso(OfUsersAsync)
        .SearchHint("eveonline.admin.character.search")
        .OrderBy(c => c.Name)
        .NoChange()
        .AlsoGoes(async (work, going, cancellationToken) =>
        {
            var ids = going.Select(g => g.Id).ToList();
            var tokens = await work.Db.Tokens.LongCountAsync(t => ids.Contains(t.CharacterId), cancellationToken);
            return tokens == 0 ? [] : [new AdminConsequence("eveonline.admin.goes.tokensstay", tokens)];
        })
        .Saved((work, character, _, cancellationToken) => work.Services.GetRequiredService<CharacterCache>().DropAsync([character.Id], cancellationToken).AsTask());

    private static void Tokens(AdminBuilder<EveOnlineDb, SsoToken> admin) => admin
        .Named("eveonline.admin.tokens", "eveonline.admin.token")
        .Icon("fa-solid fa-key")
        .Column("eveonline.admin.token.character", t => t.CharacterId, c => c.Names(AdminReferenceKind.Character).Head().Unsorted())
        .Column("eveonline.admin.token.user", t => t.UserId, c => c.Unsorted())
        .Column("eveonline.admin.token.scopes", t => t.Scopes, c => c.OnlyWide().Unsorted())
        .Column("eveonline.admin.token.status", t => t.Status, c => c.WordsOf("eveonline.admin.tokenstatus.").Side())
        .Column("eveonline.admin.token.refreshed", t => t.RefreshedAt)
        .Column("eveonline.admin.token.reason", t => t.RejectionReason, c => c.OnlyWide().Unsorted())
        .Called(t => t.CharacterName)
        .Filter("eveonline.admin.token.user", t => t.UserId)
        .Filter("eveonline.admin.token.character", t => t.CharacterId, t => t.CharacterName)
        .Filter("eveonline.admin.token.status", t => t.Status, c => c.WordsOf("eveonline.admin.tokenstatus."))
        .Search(t => t.CharacterName)
        .SearchAlso((_, typed, _) => Task.FromResult<Expression<Func<SsoToken, bool>>?>(t => t.Scopes.Contains(typed)))
        .SearchAlso(async (work, typed, cancellationToken) =>
        {
            var found = await work.Services.GetRequiredService<IAdminNames>().SuggestAsync(AdminReferenceKind.User, typed, cancellationToken);
            List<UserId?> users = [.. Ids(found).Select(id => new UserId((int)id))];
            return users.Count == 0 ? null : t => users.Contains(t.UserId);
        })
        .OrderByDescending(t => t.RefreshedAt)
        .NoAdd()
        .NoChange()
        .Deletes((work, tokens, _) =>
        {
            foreach (var token in tokens)
            {
                work.Services.GetRequiredService<TokenStore>().End(token, TokenEnd.Deleted, work.Now);
            }

            return Task.FromResult(new AdminDone(tokens.Count));
        });

    private static async Task<Expression<Func<Character, bool>>?> InOrganisationsAsync(AdminWork<EveOnlineDb> work, string typed, CancellationToken cancellationToken)
    {
        var pattern = LikePattern.Containing(typed);
        var found = await work.Db.Corporations.Where(c => EF.Functions.ILike(c.Name, pattern, LikePattern.Escape)).Select(c => new { Kind = 1, c.Id })
            .Concat(work.Db.Alliances.Where(a => EF.Functions.ILike(a.Name, pattern, LikePattern.Escape)).Select(a => new { Kind = 2, a.Id }))
            .Take(MostFound)
            .ToListAsync(cancellationToken);
        List<long?> corporations = [.. found.Where(f => f.Kind == 1).Select(f => (long?)f.Id)];
        List<long?> alliances = [.. found.Where(f => f.Kind == 2).Select(f => (long?)f.Id)];
        return found.Count == 0 ? null : c => corporations.Contains(c.CorporationId) || alliances.Contains(c.AllianceId);
    }

    private static async Task<Expression<Func<Character, bool>>?> OfUsersAsync(AdminWork<EveOnlineDb> work, string typed, CancellationToken cancellationToken)
    {
        var owned = Ids(await work.Services.GetRequiredService<IAdminNames>().SuggestAsync(AdminReferenceKind.Owner, typed, cancellationToken));
        return owned.Count == 0 ? null : c => owned.Contains(c.Id);
    }

    private static List<long> Ids(IReadOnlyList<AdminOption> options) => [.. options.Select(o => long.Parse(o.Value, CultureInfo.InvariantCulture))];

    private static async Task<IReadOnlyList<ScopeUse>> ScopesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<EveOnlineDb>();
        return await db.Database.SqlQuery<ScopeUse>(
            $"""SELECT scope AS "Name", count(*) AS "Tokens" FROM eveonline.tokens, unnest(scopes) AS scope GROUP BY scope ORDER BY scope""").ToListAsync(cancellationToken);
    }

    private sealed record ScopeUse(string Name, long Tokens);
}
