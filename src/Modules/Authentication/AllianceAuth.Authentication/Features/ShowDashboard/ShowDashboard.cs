using AllianceAuth.Authentication.Components;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.ShowDashboard;

internal static class ShowDashboardEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext http) => http.SeeOther("/dashboard/")).WithName("authentication:index");
        routes.MapGet("/dashboard/", HandleAsync).WithName("authentication:dashboard");
    }

    private static async Task<IResult> HandleAsync(HttpContext http, AccessReader access, IEnumerable<DashboardPanel> panels, CancellationToken cancellationToken)
    {
        var entry = (await access.FindAsync(http.User.UserId, cancellationToken))!;
        var user = entry.Snapshot;
        IReadOnlyList<DashboardPanel> visible = [.. panels.Where(p => p.VisibleTo?.Invoke(user) ?? true).OrderBy(p => p.Order)];
        return http.Page<DashboardPage, DashboardView>(new DashboardView(user, StateSentence.Of(entry), visible));
    }
}

/// <summary>One user's dashboard.</summary>
/// <param name="User">Whose.</param>
/// <param name="Why">Why they are in their state.</param>
/// <param name="Panels">Parts to show, in order. AUTH-091.</param>
public sealed record DashboardView(AccessSnapshot User, StateSentence Why, IReadOnlyList<DashboardPanel> Panels);
