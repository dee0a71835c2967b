using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Outbox;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.SettleEvent;

/// <summary>What becomes of an event that could not be delivered: tried once more from the beginning, or given up. The history keeps who did.</summary>
internal static class SettleEventEndpoint
{
    private const string Page = "/admin/outbox/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/admin/outbox/retry/", RetryAsync).RequireSuperuser().WithName("admin:outbox_retry");
        routes.MapPost("/admin/outbox/drop/", DropAsync).RequireSuperuser().WithName("admin:outbox_drop");
    }

    private static async Task<IResult> RetryAsync(HttpContext http, OutboxBrowser outbox, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (schema, id) = await ReadAsync(http, cancellationToken);
        var trail = Trail(http.User.UserId, clock);
        var retried = await outbox.RetryAsync(schema, id, (db, message) => trail(db).Record(message.Id, message.Name, ChangeKind.Changed, "admin.outbox.again"), cancellationToken);
        http.Flash(FlashLevel.Info, retried ? "admin.outbox.retried" : "admin.outbox.gone");
        return http.SeeOther(Page);
    }

    private static async Task<IResult> DropAsync(HttpContext http, OutboxBrowser outbox, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (schema, id) = await ReadAsync(http, cancellationToken);
        var trail = Trail(http.User.UserId, clock);
        var dropped = await outbox.DropAsync(schema, id, (db, message) => trail(db).Record(message.Id, message.Name, ChangeKind.Deleted, "admin.outbox.dropped"), cancellationToken);
        http.Flash(FlashLevel.Info, dropped is null ? "admin.outbox.gone" : "admin.outbox.done");
        return http.SeeOther(Page);
    }

    private static Func<ModuleDbContext, ChangeTrail> Trail(UserId actor, TimeProvider clock) => db => new ChangeTrail(db, "platform", "outbox", actor, clock.GetUtcNow());

    private static async Task<(string Schema, Guid Id)> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        return (form["schema"].ToString(), Guid.TryParse(form["event"], out var id) ? id : Guid.Empty);
    }
}
