using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Domain;

/// <summary>How what a service holds differs from what was applied last.</summary>
/// <param name="Marks">As <see cref="Account.Drift"/> holds them.</param>
/// <param name="Groups">What counts as applied from now on; null for what did before.</param>
internal sealed record AccountDrift(IReadOnlyList<string> Marks, string[]? Groups)
{
    private const string Gone = "gone";
    private const string Name = "name";

    /// <summary>Compares. What the service does not tell is taken to be as applied.</summary>
    public static AccountDrift Between(Account account, ServiceActual actual)
    {
        if (!actual.Exists)
        {
            return new([Gone], null);
        }

        var applied = account.Groups ?? [];
        // Groups that could not be given are not expected there; they stay applied as far as we can, or each night would try them again.
        string[]? groups = actual.Groups is null
            ? null
            : [.. actual.Groups.Union(applied.Intersect(account.Missing, StringComparer.Ordinal), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<string> marks = [];
        if (groups is not null)
        {
            marks.AddRange(groups.Except(applied, StringComparer.Ordinal).Select(g => $"+{g}"));
            marks.AddRange(applied.Except(groups, StringComparer.Ordinal).Select(g => $"-{g}"));
        }

        if (actual.DisplayName is { } name && name != account.DisplayName)
        {
            marks.Add(Name);
        }

        return new(marks, marks.Exists(m => m[0] is '+' or '-') ? groups : null);
    }

    /// <summary>What the account's timeline says of it.</summary>
    public ServiceHistory ToHistory(Account account, ServiceActual actual, DateTimeOffset now) => new()
    {
        At = now,
        Service = account.Service,
        UserId = account.UserId,
        Kind = HistoryKind.Drift,
        Cause = actual.Exists ? "services.cause.drift" : RemovalCauses.Gone,
        Added = [.. Marks.Where(m => m[0] == '+').Select(m => m[1..])],
        Removed = [.. Marks.Where(m => m[0] == '-').Select(m => m[1..])],
        OldName = Marks.Contains(Name) ? account.DisplayName : null,
        NewName = Marks.Contains(Name) ? actual.DisplayName : null,
    };
}
