using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Guests;

/// <summary>Makes links for guests and ends them. MUM-053, MUM-059.</summary>
internal static class GuestLinksEndpoint
{
    public const string Path = "/mumbletemps/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(MumblePermissions.CreateLinks).OnlyWithMumble().WithName("mumbletemps:index");
        routes.MapPost($"{Path}create/", MakeAsync).RequirePermission(MumblePermissions.CreateLinks).OnlyWithMumble().WithName("mumbletemps:create");
        routes.MapPost($"{Path}{{id:int}}/delete/", EndAsync).RequirePermission(MumblePermissions.CreateLinks).OnlyWithMumble().WithName("mumbletemps:nuke");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ServicesDb db, IMediator mediator, IOptions<SiteSettings> site, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var links = await db.GuestLinks.AsNoTracking().Where(l => l.ExpiresAt > now).OrderBy(l => l.ExpiresAt)
            .Select(l => new { Link = l, Guests = db.Set<Guest>().Where(g => g.LinkId == l.Id).OrderBy(g => g.Id).Select(g => g.DisplayName).ToList() })
            .ToListAsync(cancellationToken);
        var creators = (await mediator.Send(new FindUsers([.. links.Select(l => l.Link.CreatorId).Distinct()]), cancellationToken)).ToDictionary(u => u.User, u => u.Name);
        return http.Page<GuestLinksPage, GuestLinksView>(new GuestLinksView(
        [
            .. links.Select(l => new GuestLinkView(
                l.Link.Id, $"{site.Value.Url}{JoinAsGuestEndpoint.PathOf(l.Link.Reference)}", creators.GetValueOrDefault(l.Link.CreatorId, UserInfo.NameOfDeleted),
                l.Link.CreatedAt, l.Link.ExpiresAt, l.Guests)),
        ]));
    }

    private static async Task<IResult> MakeAsync([FromForm] int hours, HttpContext http, ServicesDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Anything else than what the form offers is passed over, as Alliance Auth does.
        if (GuestLink.Hours.Contains(hours))
        {
            db.GuestLinks.Add(GuestLink.Make(http.User.UserId, hours, clock.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken);
            http.Flash(FlashLevel.Success, "services.mumble.links.made", hours.ToString(CultureInfo.CurrentCulture));
        }

        return http.SeeOther(Path);
    }

    private static async Task<IResult> EndAsync(int id, HttpContext http, ServicesDb db, IJobQueue jobs, CancellationToken cancellationToken)
    {
        if (await db.GuestLinks.Where(l => l.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return TypedResults.NotFound();
        }

        await jobs.EnqueueAsync<EndSessionsJob>(id.ToString(CultureInfo.InvariantCulture), cancellationToken: cancellationToken);
        http.Flash(FlashLevel.Success, "services.mumble.links.ended");
        return http.SeeOther(Path);
    }
}

/// <summary>The links that are open.</summary>
/// <param name="Links">The one that ends first comes first.</param>
public sealed record GuestLinksView(IReadOnlyList<GuestLinkView> Links);

/// <summary>One link.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Address">What to hand out.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="Guests">Who came by it, as others see them.</param>
public sealed record GuestLinkView(int Id, string Address, string Creator, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, IReadOnlyList<string> Guests);
