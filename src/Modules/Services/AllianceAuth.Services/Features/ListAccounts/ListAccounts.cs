using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.ListAccounts;

/// <summary>One service: how it stands, whether its connection is well, and every account with what is due about it.</summary>
internal static class ListAccountsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/services/health/{service}/", HandleAsync).RequirePermission(ServicesPermissions.ViewHealth).WithName("services:health_service");

    private static async Task<IResult> HandleAsync(string service, TableQuery query, HttpContext http, ConnectorBook connectors, IMediator mediator, CancellationToken cancellationToken) =>
        connectors.Find(service) is null
            ? TypedResults.NotFound()
            : http.PageOr<AccountsPage, AccountsBoard, AccountsView>(await mediator.Send(new ListAccountsRequest(service, query.SortedBy("pilot", "due", "failing", "checked")), cancellationToken));
}

/// <summary>Asks for accounts of an installed service.</summary>
internal sealed record ListAccountsRequest(string Service, TableQuery Query) : IRequest<AccountsView>;

internal sealed class ListAccountsHandler(ServicesDb db, ConnectorBook connectors, HealthReader health, ICurrentUser currentUser, IMediator mediator, TimeProvider clock)
    : IRequestHandler<ListAccountsRequest, AccountsView>
{
    public async Task<AccountsView> Handle(ListAccountsRequest request, CancellationToken cancellationToken)
    {
        var connector = connectors.Find(request.Service)!;
        var query = request.Query;
        var accounts = Chosen(db.Accounts.AsNoTracking().Where(a => a.Service == request.Service), query.Filter("show"));
        if (query.Search is { } text)
        {
            UserId[] found = [.. (await mediator.Send(new SearchUsers(text), cancellationToken)).Select(u => u.User)];
            var pattern = LikePattern.Containing(text);
            accounts = accounts.Where(a => found.Contains(a.UserId) || EF.Functions.ILike(a.DisplayName, pattern, LikePattern.Escape) || EF.Functions.ILike(a.LoginName, pattern, LikePattern.Escape));
        }

        var total = await accounts.CountAsync(cancellationToken);
        var rows = await Sorted(accounts, query).Skip(query.Skip).Take(query.Size).ToListAsync(cancellationToken);
        var test = await db.ConnectionTests.AsNoTracking().SingleOrDefaultAsync(t => t.Service == request.Service, cancellationToken);
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var row = await health.ReadAsync(connector.Description, cancellationToken);
        return new(
            row,
            new TablePage<AccountLine>(await LinesAsync(connector, rows, row.Held is not null, cancellationToken), total, query),
            test is null ? null : ViewOf(test),
            user.Has(ServicesPermissions.ManageHealth));
    }

    private TestView ViewOf(ConnectionTest test)
    {
        var isLost = test.IsLost(clock.GetUtcNow());
        var lines = isLost ? [ConnectionTest.Lost] : test.Lines;
        return new(test.AskedAt, test.AskedBy, isLost ? test.AskedAt : test.FinishedAt, [.. lines.Select(l => new TestLineView(l.IsFine, new Refusal(l.Finding, l.Arguments), l.WhatToDo))]);
    }

    private static IQueryable<Account> Chosen(IQueryable<Account> accounts, string? show) => show switch
    {
        "due" => accounts.Where(a => a.Mark > a.Done),
        "failing" => accounts.Where(a => a.Mark > a.Done && a.Trouble != null),
        "drift" => accounts.Where(a => a.Drift.Length > 0),
        "held" => accounts.Where(a => a.IsHeld),
        "waits" => accounts.Where(a => a.Stage == AccountStage.WaitsForPilot),
        _ => accounts,
    };

    private static IQueryable<Account> Sorted(IQueryable<Account> accounts, TableQuery query) => (query.Sort, query.Descending) switch
    {
        ("due", false) => accounts.OrderBy(a => a.DueSince).ThenBy(a => a.UserId),
        ("due", true) => accounts.OrderByDescending(a => a.DueSince).ThenBy(a => a.UserId),
        ("failing", false) => accounts.OrderBy(a => a.FailingSince).ThenBy(a => a.UserId),
        ("failing", true) => accounts.OrderByDescending(a => a.FailingSince).ThenBy(a => a.UserId),
        ("checked", false) => accounts.OrderBy(a => EF.Functions.Greatest(a.AppliedAt, a.CheckedAt)).ThenBy(a => a.UserId),
        ("checked", true) => accounts.OrderByDescending(a => EF.Functions.Greatest(a.AppliedAt, a.CheckedAt)).ThenBy(a => a.UserId),
        (_, false) => accounts.OrderBy(a => a.DisplayName).ThenBy(a => a.UserId),
        (_, true) => accounts.OrderByDescending(a => a.DisplayName).ThenBy(a => a.UserId),
    };

    private async Task<IReadOnlyList<AccountLine>> LinesAsync(ServiceConnector connector, List<Account> rows, bool isHeld, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var people = (await mediator.Send(new FindUsers([.. rows.Select(r => r.UserId)]), cancellationToken)).ToDictionary(u => u.User);
        var names = await connector.NameGroupsAsync(
            [.. rows.SelectMany(r => (r.Groups ?? []).Concat(r.Drift.Where(d => d.Length > 1).Select(d => d[1..]))).Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. rows.Select(r => LineOf(r, people.GetValueOrDefault(r.UserId), names, isHeld))];
    }

    private static AccountLine LineOf(Account account, UserInfo? user, IReadOnlyDictionary<string, string> names, bool isHeld) =>
        new(
            account.UserId.Value,
            user?.Name ?? UserInfo.NameOfDeleted,
            user?.Main?.CharacterId,
            user?.Main?.CorporationTicker ?? "",
            account.DisplayName.Length > 0 ? account.DisplayName : account.LoginName,
            StateOf(account, isHeld))
        {
            Groups = [.. (account.Groups ?? []).Select(g => names.GetValueOrDefault(g, g))],
            Cause = account is { IsDue: true, Cause.Length: > 0 } ? account.Cause : null,
            Trouble = account switch
            {
                { IsDue: true, Trouble: { } trouble } => new Refusal(trouble, account.TroubleArguments),
                { Stage: AccountStage.Gone, EndCause: { } end } => new Refusal(end, account.EndArguments),
                _ => null,
            },
            NextTry = account.NextTry,
            Drift = [.. account.Drift.Select(d => DriftOf(d, names))],
            CheckedAt = account.AppliedAt is null || account.CheckedAt > account.AppliedAt ? account.CheckedAt : account.AppliedAt,
        };

    private static AccountState StateOf(Account account, bool isHeld) => account switch
    {
        { IsDue: true, Trouble: not null } => AccountState.Failing,
        { IsHeld: true } when isHeld => AccountState.Held,
        { Stage: AccountStage.Leaving or AccountStage.Gone } or { IsDue: true, Plan: AccountPlan.Remove } => AccountState.Ending,
        { Groups: null } => AccountState.Making,
        { IsDue: true } => AccountState.Changing,
        { Drift.Length: > 0 } => AccountState.Drifted,
        { Stage: AccountStage.WaitsForPilot } => AccountState.Waits,
        _ => AccountState.Fine,
    };

    private static DriftLine DriftOf(string drift, IReadOnlyDictionary<string, string> names) => drift switch
    {
        ['+', .. var group] => new(DriftKind.Extra, names.GetValueOrDefault(group, group)),
        ['-', .. var group] => new(DriftKind.Missing, names.GetValueOrDefault(group, group)),
        "gone" => new(DriftKind.Gone, ""),
        _ => new(DriftKind.Name, ""),
    };
}
