using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.AddEntity;

internal static class AddEntityEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var kind in Enum.GetValues<EntityKind>())
        {
            var path = $"{ListOf(kind)}add/";
            var permission = $"eveonline.add_{AddEntityHandler.ModelOf(kind)}";
            routes.MapGet(path, (HttpContext http, IEsi esi, EveOnlineDb db, CancellationToken cancellationToken) => ShowAsync(kind, http, esi, db, cancellationToken))
                .RequireStaff().RequirePermission(permission).WithName($"admin:eveonline_{AddEntityHandler.ModelOf(kind)}_add");
            routes.MapPost(path, (HttpContext http, IEsi esi, EveOnlineDb db, IMediator mediator, CancellationToken cancellationToken) => AddAsync(kind, http, esi, db, mediator, cancellationToken))
                .RequireStaff().RequirePermission(permission);
        }
    }

    private static async Task<IResult> ShowAsync(EntityKind kind, HttpContext http, IEsi esi, EveOnlineDb db, CancellationToken cancellationToken) =>
        http.Page<AddEntityPage, AddEntityView>(await ViewAsync(kind, "", null, esi, db, cancellationToken));

    private static async Task<IResult> AddAsync(EntityKind kind, HttpContext http, IEsi esi, EveOnlineDb db, IMediator mediator, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var typed = form["entity"].ToString();
        var added = await mediator.Send(new AddEntityRequest(kind, typed, http.User.UserId), cancellationToken);
        if (added.Refusal is { } refusal)
        {
            return http.Invalid<AddEntityPage, AddEntityView>(await ViewAsync(kind, typed, refusal, esi, db, cancellationToken));
        }

        http.Flash(FlashLevel.Success, kind == EntityKind.Alliance ? "eveonline.admin.add.alliancedone" : "eveonline.admin.add.done", added.Name);
        return http.SeeOther(ListOf(kind));
    }

    private static async Task<AddEntityView> ViewAsync(EntityKind kind, string typed, Refusal? refusal, IEsi esi, EveOnlineDb db, CancellationToken cancellationToken)
    {
        if (kind != EntityKind.Faction)
        {
            return new(kind, ListOf(kind), typed, refusal, [], false);
        }

        // Few, cached by the gate, and an admin waits for them; those without a militia nobody can enlist with.
        var answer = await esi.FactionsAsync(EsiImportance.Person, cancellationToken);
        var known = await db.Factions.Select(f => f.Id).ToListAsync(cancellationToken);
        IReadOnlyList<FilterChoice> choices = answer.Has(out var factions)
            ? [.. factions.Where(f => f.MilitiaCorporationId is not null && !known.Contains(f.FactionId)).OrderBy(f => f.Name, StringComparer.CurrentCultureIgnoreCase)
                .Select(f => new FilterChoice(f.FactionId.ToString(CultureInfo.InvariantCulture), f.Name))]
            : [];
        return new(kind, ListOf(kind), typed, refusal ?? (answer.Has(out _) ? null : new Refusal("eveonline.admin.add.noanswer")), choices, true);
    }

    private static string ListOf(EntityKind kind) => $"/admin/eveonline/{AddEntityHandler.ModelOf(kind)}/";
}

/// <summary>The form that adds something of EVE.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="ListPath">Its list.</param>
/// <param name="Typed">What was typed.</param>
/// <param name="Refusal">Why nothing was added.</param>
/// <param name="Choices">What can be chosen, when it is few.</param>
/// <param name="IsChoice">Whether it is chosen rather than typed.</param>
public sealed record AddEntityView(EntityKind Kind, string ListPath, string Typed, Refusal? Refusal, IReadOnlyList<FilterChoice> Choices, bool IsChoice);
