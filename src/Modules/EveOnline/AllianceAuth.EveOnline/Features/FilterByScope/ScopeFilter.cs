using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Results;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.FilterByScope;

/// <summary>Has a token that works and bears all of these scopes, for at least one character.</summary>
internal sealed class ScopeFilter(EveOnlineDb db) : ISmartFilterKind
{
    public string Name => "eveonline.filter.scope";

    public IReadOnlyList<FilterField> Fields =>
        [new("scopes", "eveonline.filter.scope.field", FilterFieldType.Words) { Help = "eveonline.filter.scope.help" }];

    public Refusal? Check(FilterParameters parameters) =>
        parameters.All("scopes").FirstOrDefault(s => s.Any(char.IsWhiteSpace)) is { } wrong ? new Refusal("eveonline.filter.scope.wrong", wrong) : null;

    public async ValueTask<IReadOnlyList<FilterOption>> OptionsAsync(string field, CancellationToken cancellationToken) =>
        [.. (await db.Tokens.SelectMany(t => t.Scopes).Distinct().OrderBy(s => s).Take(200).ToListAsync(cancellationToken)).Select(s => new FilterOption(s, s))];

    public async Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var scopes = parameters.All("scopes").ToArray();
        var tokens = db.Tokens.AsNoTracking().Where(t => t.UserId != null && t.Status == TokenStatus.Valid && t.RefreshToken != null && scopes.All(s => t.Scopes.Contains(s)));
        if (users is not null)
        {
            tokens = tokens.Where(t => users.Contains(t.UserId!.Value));
        }

        return new(await tokens.Select(t => t.UserId!.Value).Distinct().ToListAsync(cancellationToken));
    }

    public ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([string.Join(", ", parameters.All("scopes"))]);
}
