using AllianceAuth.Analytics.Components;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Analytics.Features.EditToken;

internal static class EditTokenEndpoint
{
    private const string List = "/admin/analytics/analyticstokens/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{List}add/", AddAsync).RequireStaff().RequirePermission(AnalyticsPermissions.AddToken).WithName("admin:analytics_analyticstokens_add");
        routes.MapPost($"{List}add/", (HttpContext http, TokenForms forms, IMediator mediator, CancellationToken cancellationToken) => SaveAsync(null, http, forms, mediator, cancellationToken))
            .RequireStaff().RequirePermission(AnalyticsPermissions.AddToken);
        routes.MapGet($"{List}{{id:int}}/change/", ShowAsync).RequireStaff().RequirePermission(AnalyticsPermissions.ViewToken).WithName("admin:analytics_analyticstokens_change");
        routes.MapPost($"{List}{{id:int}}/change/", (int id, HttpContext http, TokenForms forms, IMediator mediator, CancellationToken cancellationToken) => SaveAsync(id, http, forms, mediator, cancellationToken))
            .RequireStaff().RequirePermission(AnalyticsPermissions.ChangeToken);
    }

    private static async Task<IResult> AddAsync(HttpContext http, TokenForms forms, CancellationToken cancellationToken) =>
        http.Page<TokenPage, TokenView>(await forms.NewAsync(cancellationToken));

    private static async Task<IResult> ShowAsync(int id, HttpContext http, TokenForms forms, CancellationToken cancellationToken) =>
        await forms.FindAsync(id, cancellationToken) is { } view ? http.Page<TokenPage, TokenView>(view) : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(int? id, HttpContext http, TokenForms forms, IMediator mediator, CancellationToken cancellationToken)
    {
        var (view, secret, dropSecret) = await forms.ReadAsync(id, await http.Request.ReadFormAsync(cancellationToken), cancellationToken);
        if (view.Errors.Count > 0)
        {
            return http.Invalid<TokenPage, TokenView>(view);
        }

        var sends = KindChoice.All.Where(k => view.Sends.Contains(k.Name)).Aggregate(UsageKinds.None, (all, k) => all | k.Kind);
        var saved = await mediator.Send(new EditTokenRequest(id, view.Name, view.MeasurementId, secret, dropSecret, sends, http.User.UserId), cancellationToken);
        if (saved is not { } token)
        {
            return TypedResults.NotFound();
        }

        http.Flash(FlashLevel.Success, "analytics.token.saved", view.Name);
        return http.SeeOther(sends == UsageKinds.None ? List : $"{List}{token}/agree/");
    }
}

/// <summary>Makes a receiver, or changes one. Nothing is sent by that: what is not agreed to yet waits.</summary>
/// <param name="Id">Which; null for a new one.</param>
/// <param name="Name">What the admin calls it.</param>
/// <param name="MeasurementId">Which property.</param>
/// <param name="Secret">The new secret; empty to keep the stored one.</param>
/// <param name="DropSecret">Forget the stored one.</param>
/// <param name="Sends">The switches.</param>
/// <param name="Actor">Who does it.</param>
internal sealed record EditTokenRequest(int? Id, string Name, string MeasurementId, string Secret, bool DropSecret, UsageKinds Sends, UserId Actor) : IRequest<int?>;

/// <returns>Its number, or null when there is no such receiver.</returns>
internal sealed class EditTokenHandler(AnalyticsDb db, ISecretProtector secrets, TimeProvider clock) : IRequestHandler<EditTokenRequest, int?>
{
    public async Task<int?> Handle(EditTokenRequest request, CancellationToken cancellationToken)
    {
        var token = request.Id is { } id
            ? await db.Tokens.SingleOrDefaultAsync(t => t.Id == id, cancellationToken)
            : db.Tokens.Add(new AnalyticsToken { CreatedAt = clock.GetUtcNow() }).Entity;
        if (token is null)
        {
            return null;
        }

        var trail = new ChangeTrail(db, "analytics", "analyticstokens", request.Actor, clock.GetUtcNow());
        trail.Note("analytics.token.name", token.Name, request.Name);
        trail.Note("analytics.token.measurement", token.MeasurementId, request.MeasurementId);
        trail.Note("analytics.token.sends", Words(token.Sends), Words(request.Sends));
        // That it changed, never what it is.
        var kept = token.SealedSecret.Length > 0 ? "analytics.word.stored" : "";
        trail.Note("analytics.token.secret", kept, request.Secret.Length > 0 ? "analytics.word.another" : request.DropSecret ? "" : kept);
        (token.Name, token.Sends) = (request.Name, request.Sends);
        token.SendTo(request.MeasurementId);
        if (request.Secret.Length > 0)
        {
            token.SealedSecret = secrets.Protect(request.Secret);
        }
        else if (request.DropSecret)
        {
            token.SealedSecret = "";
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        trail.Record(token.Id, token.Name, request.Id is null ? ChangeKind.Added : ChangeKind.Changed);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return token.Id;
    }

    private static string Words(UsageKinds kinds) => string.Join(", ", KindChoice.Of(kinds));
}
