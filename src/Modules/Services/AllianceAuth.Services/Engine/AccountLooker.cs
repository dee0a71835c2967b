using System.Text.Json;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Services;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>What a look found about one account.</summary>
/// <param name="Account">As it was read.</param>
/// <param name="Plan">What is to be done.</param>
/// <param name="Wish">As it should be; null when it should not be.</param>
/// <param name="Cause">Text key of why; null for why it was marked.</param>
internal sealed record AccountFinding(Account Account, AccountPlan Plan, ServiceWish? Wish, string? Cause);

/// <summary>Compares accounts with what is true of their owners now, many at once: a handful of statements for any number.</summary>
internal sealed class AccountLooker(ServicesDb db, NameFormatBook names, ServiceSignals signals, IMediator mediator, TimeProvider clock)
{
    public const string BySweep = "services.cause.sweep";

    private const short Nothing = (short)AccountPlan.None;
    private const short Strip = (short)AccountPlan.Strip;
    private const short Remove = (short)AccountPlan.Remove;

    // _99999 and less.
    private const int LongestNumber = 6;

    /// <summary>Looks, and writes nothing.</summary>
    public async Task<IReadOnlyList<AccountFinding>> LookAsync(ServiceConnector connector, IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        var service = connector.Description;
        var access = (await mediator.Send(new AccessOf([.. accounts.Select(a => a.UserId)]) { IsFresh = true }, cancellationToken)).ToDictionary(a => a.User);
        var entitled = accounts.Where(a => a.Stage is not AccountStage.Leaving && AccountPlanner.MayHave(access.GetValueOrDefault(a.UserId), service)).ToList();
        var wishes = await WishAsync(connector, [.. entitled.Select(a => access[a.UserId])], cancellationToken);
        var kept = entitled.Zip(wishes, (a, w) => (Account: a, Wish: AccountPlanner.Keep(a, Cut(w, service.LongestName), service.Abilities))).ToList();
        if (service.Abilities.HasFlag(ServiceAbilities.UniqueNames))
        {
            kept = await SetApartAsync(service, kept, cancellationToken);
        }

        var byUser = kept.ToDictionary(k => k.Account.UserId, k => k.Wish);
        return [.. accounts.Select(a => Find(a, byUser.GetValueOrDefault(a.UserId), access.GetValueOrDefault(a.UserId)))];
    }

    /// <summary>Writes what was found where it differs from what is stored: one statement.</summary>
    public async Task StoreAsync(IReadOnlyList<AccountFinding> findings, CancellationToken cancellationToken)
    {
        var rows = findings.Where(f => !IsStored(f)).Select(f => new
        {
            service = f.Account.Service,
            user_id = f.Account.UserId.Value,
            mark = f.Account.Mark,
            plan = (short)f.Plan,
            login = f.Wish?.LoginName ?? f.Account.LoginName,
            display = f.Wish?.DisplayName ?? f.Account.DisplayName,
            groups = f.Wish?.Groups ?? [],
            cause = f.Cause,
        }).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        // A mark made since the account was read stays: then it is looked at again. What would take more away than before is new to the admin who agreed.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts a SET
                looked = CASE WHEN a.mark > a.done THEN x.mark ELSE a.mark + 1 END,
                done = CASE WHEN x.plan = {Nothing} THEN x.mark ELSE a.done END,
                mark = CASE WHEN a.mark > a.done THEN a.mark ELSE a.mark + 1 END,
                due_since = CASE WHEN x.plan = {Nothing} AND a.mark = x.mark THEN NULL ELSE coalesce(a.due_since, {now}) END,
                priority = CASE WHEN x.plan = {Remove} THEN 0 WHEN a.mark > a.done THEN a.priority ELSE {AccountMarks.Many} END,
                plan = x.plan, wanted_login = x.login, wanted_display = x.display, wanted_groups = x.groups,
                cause = coalesce(x.cause, CASE WHEN a.mark > a.done THEN a.cause ELSE {BySweep} END),
                held_at = CASE WHEN x.plan NOT IN ({Strip}, {Remove}) THEN NULL WHEN x.seen THEN coalesce(a.held_at, {now}) ELSE {now} END,
                is_approved = a.is_approved AND x.plan IN ({Strip}, {Remove}) AND x.seen,
                attempts = CASE WHEN x.plan = {Nothing} THEN 0 ELSE a.attempts END,
                next_try = CASE WHEN x.plan = {Nothing} THEN NULL ELSE a.next_try END,
                trouble = CASE WHEN x.plan = {Nothing} THEN NULL ELSE a.trouble END,
                trouble_arguments = CASE WHEN x.plan = {Nothing} THEN ARRAY[]::text[] ELSE a.trouble_arguments END,
                failing_since = CASE WHEN x.plan = {Nothing} THEN NULL ELSE a.failing_since END
            FROM (
                SELECT r.*, o.plan = {Remove} OR (o.plan = {Strip} AND r.plan = {Strip} AND r.groups @> o.wanted_groups) AS seen
                FROM jsonb_to_recordset({JsonSerializer.Serialize(rows)}::jsonb)
                    AS r (service text, user_id int, mark bigint, plan smallint, login text, display text, groups text[], cause text)
                JOIN services.accounts o ON o.service = r.service AND o.user_id = r.user_id) x
            WHERE a.service = x.service AND a.user_id = x.user_id
            """,
            cancellationToken);
        await signals.AccountsChangedAsync([.. findings.Where(f => f is { Plan: AccountPlan.None, Account.Trouble: not null }).Select(f => f.Account.UserId)], cancellationToken, mayNeedThem: false);
    }

    private static bool IsStored(AccountFinding found) => found.Account switch
    {
        { IsDue: false } => found.Plan is AccountPlan.None,
        var account => found.Plan is not AccountPlan.None && account.Looked == account.Mark && account.Plan == found.Plan && account.Cause == (found.Cause ?? account.Cause)
            && account.WantedLogin == (found.Wish?.LoginName ?? account.LoginName) && account.WantedDisplay == (found.Wish?.DisplayName ?? account.DisplayName)
            && account.WantedGroups.AsSpan().SequenceEqual([.. found.Wish?.Groups ?? []]),
    };

    private async Task<IReadOnlyList<ServiceWish>> WishAsync(ServiceConnector connector, IReadOnlyList<AccessSnapshot> users, CancellationToken cancellationToken)
    {
        if (users.Count == 0)
        {
            return [];
        }

        var formatted = await names.NameAsync(connector.Description, users, cancellationToken);
        return await connector.WishAsync([.. users.Zip(formatted, (u, n) => new ServiceMember(u, n))], cancellationToken);
    }

    private async Task<List<(Account Account, ServiceWish Wish)>> SetApartAsync(
        ServiceDescription service, List<(Account Account, ServiceWish Wish)> wished, CancellationToken cancellationToken)
    {
        // Whoever has the wished name already keeps it: nobody else can have it, and nobody need be asked.
        var contested = wished.FindAll(w => w.Account.Groups is null || w.Account.LoginName != w.Wish.LoginName || w.Account.DisplayName != w.Wish.DisplayName);
        if (contested.Count == 0)
        {
            return wished;
        }

        var others = await NamesOfOthersAsync(service, wished, contested, cancellationToken);
        var logins = new UniqueNames(service.LongestName, others.Select(o => o.Login));
        var displays = new UniqueNames(service.LongestName, others.Select(o => o.Display));
        return
        [
            .. wished.OrderBy(w => UniqueNames.TurnOf(w.Account.Groups is null ? "" : w.Account.DisplayName, w.Wish.DisplayName))
                .ThenBy(w => w.Account.ActivatedAt).ThenBy(w => w.Account.UserId.Value)
                .Select(w => (w.Account, w.Wish with { LoginName = logins.Take(w.Wish.LoginName), DisplayName = displays.Take(w.Wish.DisplayName) })),
        ];
    }

    /// <summary>Names of others that stand in the way: equal ones, and those with a number where a name is wanted twice. Hardly ever more than one statement.</summary>
    private async Task<List<NamesRow>> NamesOfOthersAsync(
        ServiceDescription service, List<(Account Account, ServiceWish Wish)> wished, List<(Account Account, ServiceWish Wish)> contested, CancellationToken cancellationToken)
    {
        var users = wished.Select(w => w.Account.UserId.Value).ToArray();
        var logins = wished.ConvertAll(w => w.Wish.LoginName.ToLowerInvariant());
        var displays = wished.ConvertAll(w => w.Wish.DisplayName.ToLowerInvariant());
        var sought = contested.SelectMany(c => new[] { c.Wish.LoginName.ToLowerInvariant(), c.Wish.DisplayName.ToLowerInvariant() }).Distinct(StringComparer.Ordinal).ToArray();
        var equal = await ReadNamesAsync(service.Name, users, sought, [], cancellationToken);
        var wanted = equal.SelectMany(e => new[] { e.Login.ToLowerInvariant(), e.Display.ToLowerInvariant() }).Intersect(sought, StringComparer.Ordinal)
            .Concat(Doubles(logins)).Concat(Doubles(displays)).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)
            // Room for the number was cut off long names.
            .Select(n => LikePattern.Beginning(UniqueNames.Cut(n, Math.Max(1, service.LongestName - LongestNumber))))
            .ToArray();
        return wanted.Length == 0 ? equal : await ReadNamesAsync(service.Name, users, sought, wanted, cancellationToken);
    }

    private static IEnumerable<string> Doubles(IEnumerable<string> names) => names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key);

    private Task<List<NamesRow>> ReadNamesAsync(string service, int[] users, string[] sought, string[] patterns, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<NamesRow>(
            $"""
            SELECT user_id AS "UserId", login AS "Login", display AS "Display"
            FROM (
                SELECT user_id, CASE WHEN wanted_login = '' THEN login_name ELSE wanted_login END AS login,
                       CASE WHEN wanted_display = '' THEN display_name ELSE wanted_display END AS display
                FROM services.accounts
                WHERE service = {service} AND NOT user_id = ANY ({users}) AND plan <> {Remove}) a
            WHERE lower(login) = ANY ({sought}) OR lower(display) = ANY ({sought}) OR lower(login) LIKE ANY ({patterns}) OR lower(display) LIKE ANY ({patterns})
            """).ToListAsync(cancellationToken);

    private static ServiceWish Cut(ServiceWish wish, int longest) => wish with
    {
        LoginName = UniqueNames.Cut(wish.LoginName, longest),
        DisplayName = UniqueNames.Cut(wish.DisplayName, longest),
    };

    private static AccountFinding Find(Account account, ServiceWish? wish, AccessSnapshot? access)
    {
        var plan = AccountPlanner.Plan(account, wish);
        return new(account, plan, wish, plan is AccountPlan.Remove ? RemovalCauses.Of(account, access) : null);
    }

    private sealed record NamesRow(int UserId, string Login, string Display);
}
