using AllianceAuth.Analytics.Components;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Sending;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Analytics.Features.ListTokens;

internal static class ListTokensEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/analytics/analyticstokens/", HandleAsync)
            .RequireStaff().RequirePermission(AnalyticsPermissions.ViewToken).WithName("admin:analytics_analyticstokens_changelist");

    private static async Task<IResult> HandleAsync(
        HttpContext http, TableQuery query, AnalyticsDb db, UsageCatalog catalog, UsageClient client, IOptionsSnapshot<AnalyticsSettings> settings, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var all = await catalog.ListAsync(cancellationToken);
        var found = db.Tokens.AsNoTracking().Where(t => query.Search == null || EF.Functions.ILike(t.Name, LikePattern.Containing(query.Search ?? ""), LikePattern.Escape));
        var tokens = await found.OrderBy(t => t.Name).ThenBy(t => t.Id)
            .Select(t => new { Token = t, Last = db.Events.Where(e => e.TokenId == t.Id && e.BegunAt != null).OrderByDescending(e => e.BegunAt).FirstOrDefault() })
            .Skip(query.Skip).Take(query.Size)
            .ToListAsync(cancellationToken);
        var rows = tokens.Select(t => new TokenRow(
            t.Token.Id,
            t.Token.Name,
            t.Token.MeasurementId,
            KindChoice.Of(t.Token.Sends),
            all.Count(t.Token.WaitsFor),
            all.Count(t.Token.Allows),
            t.Last?.BegunAt,
            t.Last?.Status)).ToList();
        var total = query.Skip == 0 && rows.Count < query.Size ? rows.Count : await found.CountAsync(cancellationToken);
        return http.Page<TokensPage, TokensView>(new TokensView(
            new TablePage<TokenRow>(rows, total, query),
            settings.Value.Disabled,
            client.IsChecking,
            await db.IdentifierAsync(cancellationToken),
            me.Has(AnalyticsPermissions.AddToken),
            me.Has(AnalyticsPermissions.ChangeIdentifier)));
    }
}

/// <summary>Who gets usage statistics.</summary>
/// <param name="Page">The receivers.</param>
/// <param name="IsDisabled">Whether the setting stops everything.</param>
/// <param name="IsChecking">Whether events go to the address that only checks them.</param>
/// <param name="Identifier">The installation's anonymous identity.</param>
/// <param name="MayAdd">Whether the reader may add a receiver.</param>
/// <param name="MayRenew">Whether the reader may draw another identity.</param>
public sealed record TokensView(TablePage<TokenRow> Page, bool IsDisabled, bool IsChecking, Guid Identifier, bool MayAdd, bool MayRenew);

/// <summary>One receiver.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What the admin calls it.</param>
/// <param name="MeasurementId">Which property.</param>
/// <param name="Sends">Switches that are on: keys of their texts.</param>
/// <param name="Waiting">Events that are switched on and wait for an agreement.</param>
/// <param name="Agreed">Events that are sent.</param>
/// <param name="LastAt">UTC, when something was sent last.</param>
/// <param name="LastStatus">HTTP status of the answer; null for none.</param>
public sealed record TokenRow(int Id, string Name, string MeasurementId, IReadOnlyList<string> Sends, int Waiting, int Agreed, DateTimeOffset? LastAt, int? LastStatus);
