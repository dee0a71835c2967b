using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace AllianceAuth.Shared.Web.Access;

/// <summary>Says at an endpoint who may call it.</summary>
public static class AccessExtensions
{
    extension<TBuilder>(TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        /// <summary>Only users who hold the permission; others read on the 403 page which one they lack.</summary>
        public TBuilder RequirePermission(string permission) => endpoint.Require(AccessKind.Permission, permission);

        /// <summary>Only users who hold at least one of the permissions.</summary>
        public TBuilder RequireAnyPermission(params IReadOnlyList<string> permissions) => endpoint.Require(AccessKind.Permission, permissions);

        /// <summary>Only staff.</summary>
        public TBuilder RequireStaff() => endpoint.Require(AccessKind.Staff);

        /// <summary>Only superusers.</summary>
        public TBuilder RequireSuperuser() => endpoint.Require(AccessKind.Superuser);

        /// <summary>Only users with a main character; others are sent to the dashboard with the reason. AUTH-079.</summary>
        public TBuilder RequireMain() => endpoint.Require(AccessKind.Main);

        private TBuilder Require(AccessKind kind, params IReadOnlyList<string> permissions) => endpoint.RequireAuthorization(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .AddRequirements(new AccessRequirement(kind, permissions))
            .Build());
    }
}
