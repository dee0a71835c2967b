using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Analytics.Features.RenewIdentifier;

/// <summary>The installation's identity: shown with the receivers, and drawn anew when an admin wants to be a stranger again. ANA-003.</summary>
internal static class RenewIdentifierEndpoint
{
    private const string Shown = "/admin/analytics/analyticstokens/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/analytics/analyticsidentifier/", (HttpContext http) => http.SeeOther($"{Shown}#identifier"))
            .RequireStaff().RequirePermission(AnalyticsPermissions.ViewToken).WithName("admin:analytics_analyticsidentifier_changelist");
        routes.MapPost("/admin/analytics/analyticsidentifier/renew/", RenewAsync)
            .RequireStaff().RequirePermission(AnalyticsPermissions.ChangeIdentifier).WithName("admin:analytics_analyticsidentifier_renew");
    }

    private static async Task<IResult> RenewAsync(HttpContext http, AnalyticsDb db, TimeProvider clock, IStringLocalizer<AnalyticsModule> texts, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Installations.ExecuteDeleteAsync(cancellationToken);
        await db.IdentifierAsync(cancellationToken);
        // The numbers themselves are nobody's to keep: whoever has both can tell that the two sites are one.
        new ChangeTrail(db, "analytics", "analyticsidentifier", http.User.UserId, clock.GetUtcNow())
            .Record(Installation.OnlyId, texts["analytics.identifier.title"], ChangeKind.Changed, "analytics.identifier.drawn");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        http.Flash(FlashLevel.Success, "analytics.identifier.renewed");
        return http.SeeOther(Shown);
    }
}
