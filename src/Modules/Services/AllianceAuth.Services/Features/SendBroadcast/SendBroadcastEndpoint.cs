using AllianceAuth.Services.Domain.Broadcasts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Services.Features.SendBroadcast;

/// <summary>Messages to groups through services that can send. SVC-055.</summary>
internal static class SendBroadcastEndpoint
{
    public const string Path = "/services/broadcast/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireAnyPermission(ServicesPermissions.Broadcast, ServicesPermissions.BroadcastToAll).RequireMain().WithName("services:broadcast");
        routes.MapPost(Path, SendAsync).RequireAnyPermission(ServicesPermissions.Broadcast, ServicesPermissions.BroadcastToAll).RequireMain();
        // Where Alliance Auth has it, for one service only.
        routes.MapGet("/openfire/broadcast/", (HttpContext http) => http.SeeOther(Path))
            .RequireAnyPermission(ServicesPermissions.Broadcast, ServicesPermissions.BroadcastToAll).WithName("openfire:broadcast");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ICurrentUser me, BroadcastDesk desk, CancellationToken cancellationToken)
    {
        var user = (await me.FindAsync(cancellationToken))!;
        return http.Page<BroadcastPage, BroadcastView>(await desk.OpenAsync(user, Guid.CreateVersion7(), cancellationToken));
    }

    private static async Task<IResult> SendAsync(HttpContext http, ICurrentUser me, BroadcastDesk desk, IMediator mediator, CancellationToken cancellationToken)
    {
        var user = (await me.FindAsync(cancellationToken))!;
        var sent = await http.Request.ReadFormAsync(cancellationToken);
        var number = Guid.TryParse(sent["number"], out var told) ? told : Guid.CreateVersion7();
        var view = await desk.OpenAsync(user, number, cancellationToken) with { Message = sent["message"].ToString().ReplaceLineEndings("\n").Trim() };
        if (sent["do"] == "edit")
        {
            // From the fleet formatter, or from a message that failed: to be looked at first.
            return http.Page<BroadcastPage, BroadcastView>(view);
        }

        view = view with { Group = sent["group"].ToString(), Service = sent.ContainsKey("service") ? sent["service"].ToString() : view.Service };
        var isAsked = view.Group == BroadcastDesk.Everybody && view.Groups.Any(g => g.Value == BroadcastDesk.Everybody) && sent["sure"] != "yes" && view.Message.Length is > 0 and <= Broadcast.MessageLength;
        if (isAsked && view.Services.Any(s => s.Value == view.Service))
        {
            return http.Page<BroadcastPage, BroadcastView>(view with { AsksFirst = true });
        }

        var errors = await mediator.Send(new SendBroadcastRequest(user, view), cancellationToken);
        if (errors.Count > 0)
        {
            return http.Invalid<BroadcastPage, BroadcastView>(view with { Errors = errors });
        }

        http.Flash(FlashLevel.Info, "services.broadcast.onitsway", view.Groups.First(g => g.Value == view.Group).Text);
        return http.SeeOther(Path);
    }
}
