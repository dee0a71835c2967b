using System.Globalization;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.SuggestNames;

/// <summary>Names for a picker while somebody types, for those who may send a form with such a picker; only of what we know. What we do not know is asked of EVE once the form is sent (ADR 0023).</summary>
internal static class SuggestNamesEndpoint
{
    private const int Shortest = 2;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/suggest/{kind}/", HandleAsync).RequireStaff().WithName("admin:suggest");

    private static async Task<IResult> HandleAsync(string kind, HttpContext http, IAdminNames names, AdminDesk desk, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        // The field's own name and value come along; whatever it is called, its value is what was typed.
        var field = http.Request.Query["field"].ToString();
        var typed = http.Request.Query.Where(q => q.Key != "field").Select(q => q.Value.ToString().Trim()).FirstOrDefault(v => v.Length > 0) ?? "";
        if (!Enum.TryParse<AdminReferenceKind>(kind, ignoreCase: true, out var known) || int.TryParse(kind, CultureInfo.InvariantCulture, out _))
        {
            return TypedResults.NotFound();
        }

        var pickers = desk.Models.Where(m => m.About.Picks.Contains(known)).ToList();
        if (pickers.Count == 0)
        {
            return TypedResults.NotFound();
        }

        var me = (await currentUser.FindAsync(cancellationToken))!;
        if (!pickers.Exists(m => m.RightsOf(me) is { Add: true } or { Change: true }))
        {
            return http.Forbidden($"{pickers[0].About.App}.change_{pickers[0].About.Model}");
        }

        var found = typed.Length < Shortest ? [] : await names.SuggestAsync(known, typed, cancellationToken);
        return http.Fragment<NameList, NameListView>(new NameListView(field, [.. found.Select(o => o.Text).Distinct(StringComparer.Ordinal)]), orElse: "/admin/");
    }
}

/// <summary>Names for a field.</summary>
/// <param name="Field">Id of the field.</param>
/// <param name="Names">The names.</param>
public sealed record NameListView(string Field, IReadOnlyList<string> Names);
