using System.Text.RegularExpressions;
using AllianceAuth.Analytics.Components;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Analytics.Sending;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Analytics.Features.EditToken;

/// <summary>Fills the form of a receiver, and reads it back.</summary>
internal sealed partial class TokenForms(AnalyticsDb db, UsageCatalog catalog, IMediator mediator, ICurrentUser currentUser)
{
    private const int Shown = 25;

    public async Task<TokenView> NewAsync(CancellationToken cancellationToken) =>
        await WithRightsAsync(new TokenView(null, "", "", HasSecret: false, []), cancellationToken);

    public async Task<TokenView?> FindAsync(int id, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        return token is null
            ? null
            : await WithRightsAsync(new TokenView(id, token.Name, token.MeasurementId, token.SealedSecret.Length > 0, KindChoice.Of(token.Sends)), cancellationToken);
    }

    /// <summary>What was sent, with what is wrong with it. An empty secret keeps the stored one.</summary>
    public async Task<(TokenView View, string Secret, bool DropSecret)> ReadAsync(int? id, IFormCollection form, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        var name = form["name"].ToString().Trim();
        if (name.Length is 0 or > AnalyticsToken.NameLength)
        {
            errors["name"] = new Refusal("analytics.token.name.missing");
        }

        var measurement = form["token"].ToString().Trim().ToUpperInvariant();
        if (measurement.StartsWith("UA-", StringComparison.Ordinal))
        {
            errors["token"] = new Refusal("analytics.token.measurement.universal");
        }
        else if (!MeasurementId().IsMatch(measurement))
        {
            errors["token"] = new Refusal("analytics.token.measurement.form");
        }

        var secret = form["secret"].ToString().Trim();
        if (secret.Length > AnalyticsToken.NameLength)
        {
            errors["secret"] = new Refusal("analytics.token.secret.long");
        }

        IReadOnlyCollection<string> sends = [.. KindChoice.All.Select(k => k.Name).Where(k => form[$"send_{k}"] == "true")];
        var view = new TokenView(id, name, measurement, HasSecret: false, sends) { Errors = errors };
        return (await WithRightsAsync(view, cancellationToken), secret, form["drop_secret"] == "true");
    }

    private async Task<TokenView> WithRightsAsync(TokenView view, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        if (view.Id is not { } id || await db.Tokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is not { } token)
        {
            return view with { MayChange = me.Has(AnalyticsPermissions.AddToken) };
        }

        var all = await catalog.ListAsync(cancellationToken);
        var sent = await db.Events.AsNoTracking().Where(e => e.TokenId == id && e.BegunAt != null).OrderByDescending(e => e.BegunAt).Take(Shown).ToListAsync(cancellationToken);
        var agreedBy = token.AgreedBy is { } admin ? await mediator.Send(new FindUsers([admin]), cancellationToken) : [];
        return view with
        {
            HasSecret = token.SealedSecret.Length > 0,
            MayChange = me.Has(AnalyticsPermissions.ChangeToken),
            MayDelete = me.Has(AnalyticsPermissions.DeleteToken),
            Waiting = all.Count(token.WaitsFor),
            Agreed = all.Count(token.Allows),
            AgreedAt = token.AgreedAt,
            AgreedBy = token.AgreedBy is null ? "" : agreedBy.Count > 0 ? agreedBy[0].Name : UserInfo.NameOfDeleted,
            Sent = [.. sent.Select(e => new SentView(e.Id, e.BegunAt!.Value, e.Usage.Words, e.Value, e.Address, e.Body, e.Status, e.Answer))],
        };
    }

    [GeneratedRegex("^G-[A-Z0-9]{4,30}$", RegexOptions.NonBacktracking)]
    private static partial Regex MeasurementId();
}
