using Microsoft.AspNetCore.Authorization;

namespace AllianceAuth.Shared.Web.Access;

/// <summary>What an endpoint demands of whoever calls it.</summary>
/// <param name="Kind">Which sort of demand.</param>
/// <param name="Permissions">The permissions of which one is enough.</param>
internal sealed record AccessRequirement(AccessKind Kind, IReadOnlyList<string> Permissions) : IAuthorizationRequirement;

internal enum AccessKind
{
    Session,
    Permission,
    Staff,
    Superuser,
    Main,
}
