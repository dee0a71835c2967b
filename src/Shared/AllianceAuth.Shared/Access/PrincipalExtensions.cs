using System.Globalization;
using System.Security.Claims;

namespace AllianceAuth.Shared.Access;

/// <summary>Reads our claims from the session's principal.</summary>
public static class PrincipalExtensions
{
    extension(ClaimsPrincipal principal)
    {
        /// <summary>The signed-in user.</summary>
        /// <exception cref="InvalidOperationException">Nobody is signed in; the endpoint should have demanded a session.</exception>
        public UserId UserId => principal.FindUserId() ?? throw new InvalidOperationException("Nobody is signed in.");

        /// <summary>The signed-in user, or null for an anonymous visitor.</summary>
        public UserId? FindUserId() =>
            int.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? new UserId(id)
                : null;
    }
}
