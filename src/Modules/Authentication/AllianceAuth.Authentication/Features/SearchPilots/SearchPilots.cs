using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Authentication.Features.SearchPilots;

/// <summary>Pilots in the search box, for those who may look at everybody's access.</summary>
internal sealed class SearchPilotsByName(GrantReader grants, IStringLocalizer<AuthenticationModule> t) : ICommandSource
{
    private const int Most = 6;

    public async ValueTask<IReadOnlyList<CommandHit>> FindAsync(string query, AccessSnapshot user, CancellationToken cancellationToken) =>
        user.Has(AuthenticationPermissions.Audit)
            ? [.. (await grants.FindUsersAsync(query, Most, cancellationToken)).Select(u => new CommandHit(
                u.Name, t["authentication.explain.hit"], $"/permissions/explain/user/{u.Id.ToString(CultureInfo.InvariantCulture)}/")
            {
                Icon = "fa-solid fa-user",
                CharacterId = u.MainId,
            })]
            : [];
}
