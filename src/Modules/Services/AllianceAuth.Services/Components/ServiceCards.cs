using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Components;

/// <summary>Draws up the cards of one pilot: two statements for all services, and what a connector needs to name its groups.</summary>
internal sealed class ServiceCards(ServicesDb db, ConnectorBook connectors)
{
    /// <summary>What is lost with an account where the service does not say it better.</summary>
    public const string CommonEnding = "services.deactivate.consequence";

    /// <summary>Every service the pilot may see, and those they still have an account on. SVC-035, SVC-037.</summary>
    public async Task<IReadOnlyList<ServiceCardView>> DrawAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        if (connectors.Installed.Count == 0)
        {
            return [];
        }

        var accounts = await db.Accounts.AsNoTracking().Where(a => a.UserId == user.User).ToDictionaryAsync(a => a.Service, cancellationToken);
        var states = await db.States.AsNoTracking().ToDictionaryAsync(s => s.Name, cancellationToken);
        List<ServiceCardView> cards = [];
        foreach (var connector in connectors.Installed)
        {
            var account = accounts.GetValueOrDefault(connector.Description.Name);
            if (PilotStandings.IsVisible(connector.Description, user, account))
            {
                cards.Add(await DrawAsync(connector, user, account, states.GetValueOrDefault(connector.Description.Name), cancellationToken));
            }
        }

        return cards;
    }

    /// <summary>One card as it is now.</summary>
    public async Task<ServiceCardView> DrawAsync(ServiceConnector connector, AccessSnapshot user, CancellationToken cancellationToken)
    {
        var service = connector.Description.Name;
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Service == service && a.UserId == user.User, cancellationToken);
        var state = await db.States.AsNoTracking().SingleOrDefaultAsync(s => s.Name == service, cancellationToken);
        return await DrawAsync(connector, user, account, state, cancellationToken);
    }

    /// <summary>How the pilot gets to it.</summary>
    public static ConnectionView ConnectionOf(ServiceConnector connector, AccessSnapshot user, Account? account)
    {
        var details = connector.CardOf(account?.Groups is null && account?.RemoteId is null ? null : account.ToContract());
        return new(
            connector.Description.Name,
            connector.Description.Title,
            account?.LoginName ?? "",
            details with { Links = [.. details.Links.Where(l => !l.OnlySuperusers || user.IsSuperuser)] });
    }

    private static async Task<ServiceCardView> DrawAsync(
        ServiceConnector connector, AccessSnapshot user, Account? account, ServiceState? state, CancellationToken cancellationToken)
    {
        var service = connector.Description;
        var groups = account?.Groups is { Length: > 0 } keys ? await connector.NameGroupsAsync(keys, cancellationToken) : null;
        IReadOnlyList<string> Named(IEnumerable<string>? some) => groups is null ? [] : [.. (some ?? []).Select(g => groups.GetValueOrDefault(g, g)).Order(StringComparer.CurrentCultureIgnoreCase)];
        return new ServiceCardView(service.Name, service.Title, service.Icon, PilotStandings.Of(service, user, account), ConnectionOf(connector, user, account))
        {
            ActivatePath = service.ActivatePath ?? $"/{service.Name}/activate/",
            HasOwnActivation = service.ActivatePath is not null,
            EndingText = service.EndingText ?? CommonEnding,
            HasPassword = service.Abilities.HasFlag(ServiceAbilities.Passwords),
            DisplayName = account is null || account.DisplayName == account.LoginName ? "" : account.DisplayName,
            Groups = Named(account?.Groups?.Except(account.Missing, StringComparer.Ordinal)),
            Missing = Named(account?.Missing),
            CheckedAt = account?.CheckedAt > account?.AppliedAt ? account?.CheckedAt : account?.AppliedAt,
            Trouble = account is { IsDue: true, Trouble: { } trouble } ? new Refusal(trouble, account.TroubleArguments) : null,
            NextTry = account?.NextTry,
            IsPaused = state?.IsFrozen ?? false,
            DownSince = state?.DownSince,
        };
    }
}
