using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.AskAccess;

/// <summary>"Why does … have …?": finds the pilot and leads to the answer.</summary>
internal static class AskAccessEndpoint
{
    private const int MostHits = 20;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/permissions/explain/ask/", HandleAsync).RequirePermission(AuthenticationPermissions.Audit).WithName("permissions_tool:ask");

    private static async Task<IResult> HandleAsync(string? pilot, string? permission, HttpContext http, GrantReader grants, PermissionCatalog catalog, CancellationToken cancellationToken)
    {
        var name = pilot?.Trim() is { Length: > 0 } typed ? typed[..Math.Min(typed.Length, 100)] : "";
        var wanted = permission is not null && catalog.Contains(permission) ? permission : "";
        var found = name.Length == 0 ? [] : await grants.FindUsersAsync(name, MostHits, cancellationToken);
        var exact = found.Where(u => string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(u.UserName, name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 1 || exact.Count == 1)
        {
            return http.SeeOther(HrefOf(exact.Count == 1 ? exact[0] : found[0], wanted));
        }

        return http.Page<AskPage, AskView>(new AskView(name, wanted, [.. catalog.All.Select(Choice)])
        {
            Found = [.. found.Select(u => new FoundView(u.Name, u.UserName, u.MainId, u.Corporation, HrefOf(u, wanted)))],
        });
    }

    private static FilterChoice Choice(PermissionDeclaration p) => new(p.Name, p.Service is { } service ? $"{service} ({p.Name})" : $"{p.Description} ({p.Name})");

    private static string HrefOf(FoundUser user, string permission)
    {
        var id = user.Id.ToString(CultureInfo.InvariantCulture);
        return permission.Length == 0 ? $"/permissions/explain/user/{id}/" : $"/permissions/explain/user/{id}/{permission.Replace('.', '/')}/";
    }
}

/// <summary>The question and whom it may mean.</summary>
/// <param name="Pilot">What was typed.</param>
/// <param name="Permission">Full name of the chosen permission, or empty for all.</param>
/// <param name="Permissions">What can be asked about.</param>
public sealed record AskView(string Pilot, string Permission, IReadOnlyList<FilterChoice> Permissions)
{
    /// <summary>Users who may be meant.</summary>
    public IReadOnlyList<FoundView> Found { get; init; } = [];
}

/// <summary>A user who may be meant.</summary>
/// <param name="Name">The main's name, or the login name.</param>
/// <param name="UserName">Login name.</param>
/// <param name="MainId">EVE id of the main, or null.</param>
/// <param name="Corporation">The main's corporation, or null.</param>
/// <param name="Href">Address of the answer.</param>
public sealed record FoundView(string Name, string UserName, long? MainId, string? Corporation, string Href);
