using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.RunJob;

/// <summary>Has a job run now, ahead of its schedule. Asked twice while it waits, it runs once.</summary>
internal static class RunJobEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/admin/jobs/run/", HandleAsync).RequireStaff().RequirePermission(AdminPermissions.RunJobs).WithName("admin:job_run");

    private static async Task<IResult> HandleAsync(HttpContext http, JobStarter jobs, AdminDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = (await http.Request.ReadFormAsync(cancellationToken))["job"].ToString();
        if (!await jobs.StartAsync(name, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        new ChangeTrail(db, "django_celery_beat", "periodictask", http.User.UserId, clock.GetUtcNow()).Record(name, name, cause: "admin.jobs.startedbyhand");
        await db.SaveChangesAsync(cancellationToken);
        http.Flash(FlashLevel.Success, "admin.jobs.started", name);
        return http.SeeOther("/admin/jobs/");
    }
}
