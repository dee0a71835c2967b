using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;

/// <summary>The button above the list of mappings: reads the groups on TeamSpeak now. TS3-058.</summary>
internal static class RefreshGroupsEndpoint
{
    public const string Path = "/teamspeak3/admin_update_ts3_groups/";

    private const string List = "/admin/teamspeak3/authts/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Old bookmarks lead to the list, where the button is: a link changes nothing.
        routes.MapGet(Path, () => TypedResults.LocalRedirect(List)).RequireStaff().WithName("teamspeak3:admin_update_ts3_groups");
        routes.MapPost(Path, RefreshAsync).RequireStaff();
    }

    private static async Task<IResult> RefreshAsync(HttpContext http, IJobQueue jobs, CancellationToken cancellationToken)
    {
        await jobs.EnqueueAsync<RefreshGroupsJob>(cancellationToken: cancellationToken);
        http.Flash(FlashLevel.Info, "services.teamspeak3.admin.refreshing");
        return http.SeeOther(List);
    }
}
