using AllianceAuth.Analytics.Components;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Analytics.Sending;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Analytics.Features.AgreeToSend;

/// <summary>Shows word for word what a receiver would get, and takes the agreement to just that.</summary>
internal static class AgreeToSendEndpoint
{
    private const string List = "/admin/analytics/analyticstokens/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{List}{{id:int}}/agree/", ShowAsync).RequireStaff().RequirePermission(AnalyticsPermissions.ViewToken).WithName("admin:analytics_analyticstokens_agree");
        routes.MapPost($"{List}{{id:int}}/agree/", AgreeAsync).RequireStaff().RequirePermission(AnalyticsPermissions.ChangeToken);
        routes.MapPost($"{List}{{id:int}}/withdraw/", WithdrawAsync).RequireStaff().RequirePermission(AnalyticsPermissions.ChangeToken).WithName("admin:analytics_analyticstokens_withdraw");
    }

    private static async Task<IResult> ShowAsync(
        int id, HttpContext http, AnalyticsDb db, UsageCatalog catalog, UsageClient client, IOptionsSnapshot<AnalyticsSettings> settings, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (token is null)
        {
            return TypedResults.NotFound();
        }

        var me = (await currentUser.FindAsync(cancellationToken))!;
        var write = await catalog.WriterAsync(cancellationToken);
        var all = (await catalog.ListAsync(cancellationToken)).Where(e => token.Sends.HasFlag(e.Kind)).ToList();
        return http.Page<AgreePage, AgreeView>(new AgreeView(
            id,
            token.Name,
            $"{client.Address}?measurement_id={token.MeasurementId}",
            [.. KindChoice.All.Where(k => token.Sends.HasFlag(k.Kind)).Select(k => new AgreeKind(k.Name, [.. all.Where(e => e.Kind == k.Kind).Select(e => new AgreeMessage(e.Words, write(e), token.Allows(e)))]))],
            client.IsChecking,
            settings.Value.Disabled,
            me.Has(AnalyticsPermissions.ChangeToken)));
    }

    private static async Task<IResult> AgreeAsync(int id, HttpContext http, AnalyticsDb db, UsageCatalog catalog, TimeProvider clock, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (token is null)
        {
            return TypedResults.NotFound();
        }

        // To what was on the page, and to nothing that came after it.
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var read = form["words"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (form["receiver"] != token.MeasurementId)
        {
            http.Flash(FlashLevel.Warning, "analytics.agree.changed");
            return http.SeeOther($"{List}{id}/agree/");
        }

        token.Agree((await catalog.ListAsync(cancellationToken)).Where(e => read.Contains(e.Words)), http.User.UserId, clock.GetUtcNow());
        await RecordAsync(db, token, http.User.UserId, "analytics.agree.history.agreed", clock, cancellationToken);
        http.Flash(FlashLevel.Success, "analytics.agree.agreed", token.Name);
        return http.SeeOther(List);
    }

    private static async Task<IResult> WithdrawAsync(int id, HttpContext http, AnalyticsDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (token is null)
        {
            return TypedResults.NotFound();
        }

        token.Withdraw();
        await RecordAsync(db, token, http.User.UserId, "analytics.agree.history.withdrawn", clock, cancellationToken);
        http.Flash(FlashLevel.Success, "analytics.agree.withdrawn", token.Name);
        return http.SeeOther(List);
    }

    private static Task RecordAsync(AnalyticsDb db, AnalyticsToken token, UserId actor, string what, TimeProvider clock, CancellationToken cancellationToken)
    {
        new ChangeTrail(db, "analytics", "analyticstokens", actor, clock.GetUtcNow()).Record(token.Id, token.Name, cause: what);
        return db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Everything a receiver would get.</summary>
/// <param name="Id">The receiver.</param>
/// <param name="Name">What the admin calls it.</param>
/// <param name="Address">Where it goes, without the secret.</param>
/// <param name="Kinds">What is switched on.</param>
/// <param name="IsChecking">Whether it goes to the address that only checks.</param>
/// <param name="IsDisabled">Whether the setting stops everything.</param>
/// <param name="MayAgree">Whether the reader may agree.</param>
public sealed record AgreeView(int Id, string Name, string Address, IReadOnlyList<AgreeKind> Kinds, bool IsChecking, bool IsDisabled, bool MayAgree)
{
    /// <summary>The receiver the page was drawn for.</summary>
    public string Receiver => Address[(Address.LastIndexOf('=') + 1)..];
}

/// <summary>Messages under one switch.</summary>
/// <param name="Name">The switch.</param>
/// <param name="Messages">Its messages.</param>
public sealed record AgreeKind(string Name, IReadOnlyList<AgreeMessage> Messages);

/// <summary>One message, word for word.</summary>
/// <param name="Words">What it tells.</param>
/// <param name="Json">What goes over the wire.</param>
/// <param name="IsAgreed">Whether it was agreed to before.</param>
public sealed record AgreeMessage(string Words, string Json, bool IsAgreed);
