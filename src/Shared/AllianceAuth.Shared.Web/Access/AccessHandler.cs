using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.Authorization;

namespace AllianceAuth.Shared.Web.Access;

/// <summary>Answers every demand of an endpoint from the access of the current user.</summary>
internal sealed class AccessHandler(ICurrentUser currentUser) : AuthorizationHandler<AccessRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            return;
        }

        var user = await currentUser.FindAsync(CancellationToken.None);
        if (user is not null && Meets(user, requirement))
        {
            context.Succeed(requirement);
        }
    }

    private static bool Meets(AccessSnapshot user, AccessRequirement requirement) => requirement.Kind switch
    {
        AccessKind.Session => true,
        AccessKind.Permission => requirement.Permissions.Any(user.Has),
        AccessKind.Staff => user is { IsActive: true } && (user.IsStaff || user.IsSuperuser),
        AccessKind.Superuser => user is { IsActive: true, IsSuperuser: true },
        AccessKind.Main => user.Main is not null,
        _ => false,
    };
}
