using System.Linq.Expressions;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>A filter: what it offers, and the rows it leaves.</summary>
internal sealed class AdminFilter<TDb, TEntity>(
    string text,
    Func<AdminWork<TDb>, CancellationToken, Task<IReadOnlyList<AdminOption>>> options,
    Func<AdminWork<TDb>, IQueryable<TEntity>, IReadOnlyList<string>, CancellationToken, Task<IQueryable<TEntity>>> apply)
    where TDb : ModuleDbContext
    where TEntity : class
{
    // More nobody looks through; the search finds the rest.
    private const int MostOptions = 500;

    public AdminFilter(
        string text,
        Func<AdminWork<TDb>, CancellationToken, Task<IReadOnlyList<AdminOption>>> options,
        Func<TDb, IQueryable<TEntity>, IReadOnlyList<string>, IQueryable<TEntity>> apply)
        : this(text, options, (work, rows, values, _) => Task.FromResult(apply(work.Db, rows, values)))
    {
    }

    public AdminFilterInfo Info { get; } = new(AdminPlan<TDb, TEntity>.KeyOf(text), text);

    public Task<IReadOnlyList<AdminOption>> OptionsAsync(AdminWork<TDb> work, CancellationToken cancellationToken) => options(work, cancellationToken);

    public Task<IQueryable<TEntity>> ApplyAsync(AdminWork<TDb> work, IQueryable<TEntity> rows, IReadOnlyList<string> values, CancellationToken cancellationToken) =>
        apply(work, rows, values, cancellationToken);

    public static AdminFilter<TDb, TEntity> Of(string text, IReadOnlyList<AdminChoice<TDb, TEntity>> choices) => new(
        text,
        (_, _) => Task.FromResult<IReadOnlyList<AdminOption>>([.. choices.Select(c => new AdminOption(c.Value, c.Text, IsKey: true))]),
        (db, rows, values) =>
        {
            var chosen = choices.Where(c => values.Contains(c.Value, StringComparer.Ordinal)).Select(c => c.Rows(db, rows)).ToList();
            return chosen.Count == 0 ? rows : chosen.Aggregate((all, more) => all.Union(more));
        });

    public static AdminFilter<TDb, TEntity> Of<TValue>(
        string text, Expression<Func<TEntity, TValue>> value, Expression<Func<TEntity, string?>>? label, Action<AdminColumnOptions>? options)
    {
        var chosen = new AdminColumnOptions();
        options?.Invoke(chosen);
        var kind = chosen.Reference ?? AdminValues.KindOf(typeof(TValue));
        return new(
            text,
            async (work, cancellationToken) => typeof(TValue) == typeof(bool) || typeof(TValue) == typeof(bool?)
                ? [new AdminOption("true", "admin.word.yes", IsKey: true), new AdminOption("false", "admin.word.no", IsKey: true)]
                : label is null
                    ? await OccurringAsync(work, value, kind, chosen.Words, cancellationToken)
                    : await LabelledAsync(work, value, label, cancellationToken),
            (_, rows, values) => Having(rows, value, values));
    }

    private static async Task<IReadOnlyList<AdminOption>> OccurringAsync<TValue>(
        AdminWork<TDb> work, Expression<Func<TEntity, TValue>> value, AdminReferenceKind? kind, string? words, CancellationToken cancellationToken)
    {
        var found = (await work.Db.Set<TEntity>().AsNoTracking().Select(value).Distinct().Take(MostOptions).ToListAsync(cancellationToken)).Where(v => v is not null).ToList();
        if (kind is not null)
        {
            var references = found.Select(v => AdminValues.ReferenceOf(kind, v)).OfType<AdminReference>().ToList();
            var names = references.Count == 0 ? new Dictionary<AdminReference, AdminFace>() : await work.Services.GetRequiredService<IAdminNames>().FindAsync(references, cancellationToken);
            return Sorted(found.Select(v => new AdminOption(
                AdminValues.Format(v), names.TryGetValue(AdminValues.ReferenceOf(kind, v)!.Value, out var face) ? face.Name : AdminValues.Format(v))));
        }

        return words is null
            ? Sorted(found.Select(v => new AdminOption(AdminValues.Format(v), v!.ToString() ?? "")))
            : Sorted(found.Select(v => new AdminOption(AdminValues.Format(v), words + AdminValues.Format(v).ToLowerInvariant(), IsKey: true)));
    }

    private static async Task<IReadOnlyList<AdminOption>> LabelledAsync<TValue>(
        AdminWork<TDb> work, Expression<Func<TEntity, TValue>> value, Expression<Func<TEntity, string?>> label, CancellationToken cancellationToken)
    {
        var row = value.Parameters[0];
        var pair = Expression.Lambda<Func<TEntity, Pair<TValue>>>(
            Expression.MemberInit(
                Expression.New(typeof(Pair<TValue>)),
                Expression.Bind(typeof(Pair<TValue>).GetProperty(nameof(Pair<>.Value))!, value.Body),
                Expression.Bind(typeof(Pair<TValue>).GetProperty(nameof(Pair<>.Label))!, AdminValues.Inline(label, row, row))),
            row);
        var found = await work.Db.Set<TEntity>().AsNoTracking().Select(pair).Distinct().Take(MostOptions).ToListAsync(cancellationToken);
        return Sorted(found.Where(p => p.Value is not null).DistinctBy(p => p.Value).Select(p => new AdminOption(AdminValues.Format(p.Value), p.Label is { Length: > 0 } name ? name : AdminValues.Format(p.Value))));
    }

    private static IReadOnlyList<AdminOption> Sorted(IEnumerable<AdminOption> options) => [.. options.Where(o => o.Value.Length > 0).OrderBy(o => o.Text, StringComparer.CurrentCultureIgnoreCase)];

    private static IQueryable<TEntity> Having<TValue>(IQueryable<TEntity> rows, Expression<Func<TEntity, TValue>> value, IReadOnlyList<string> values)
    {
        List<TValue> wanted = [];
        foreach (var text in values)
        {
            if (AdminValues.TryParse(typeof(TValue), text, out var parsed))
            {
                wanted.Add((TValue)parsed!);
            }
        }

        // Only values that make no sense: no row has them.
        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(TValue)], AdminValues.Parameter<IEnumerable<TValue>>(wanted), value.Body);
        return rows.Where(Expression.Lambda<Func<TEntity, bool>>(contains, value.Parameters[0]));
    }

    private sealed class Pair<TValue>
    {
        public TValue? Value { get; init; }

        public string? Label { get; init; }
    }
}
