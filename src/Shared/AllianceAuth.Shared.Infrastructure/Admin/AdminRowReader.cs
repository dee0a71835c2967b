using System.Linq.Expressions;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Reads lists: what an address asks for, as one statement.</summary>
internal sealed class AdminRowReader<TDb, TEntity>(AdminPlan<TDb, TEntity> plan, AdminKeys<TEntity> keys)
    where TDb : ModuleDbContext
    where TEntity : class
{
    private const int Chunk = 1000;

    // Keys of several parts make a condition a row.
    private const int ChunkOfParts = 100;

    /// <summary>All rows that exist for the administration.</summary>
    public IQueryable<TEntity> All(TDb db) => plan.Rows is { } rows ? db.Set<TEntity>().Where(rows) : db.Set<TEntity>();

    /// <summary>Rows that match search and filters.</summary>
    public async Task<IQueryable<TEntity>> MatchingAsync(AdminWork<TDb> work, AdminListAsk ask, CancellationToken cancellationToken)
    {
        var rows = All(work.Db).AsNoTracking();
        foreach (var filter in plan.Filters)
        {
            if (ask.Filters.TryGetValue(filter.Info.Key, out var values) && values.Count > 0)
            {
                rows = await filter.ApplyAsync(work, rows, values, cancellationToken);
            }
        }

        return ask.Search is { } typed && plan.Search.Count + plan.SearchAlso.Count > 0 ? rows.Where(await FoundAsync(work, typed, cancellationToken)) : rows;
    }

    public IOrderedQueryable<TEntity> Sort(TDb db, IQueryable<TEntity> rows, AdminListAsk ask)
    {
        var column = plan.Columns.Find(c => c.Sort is not null && c.Options.CanSort && AdminPlan<TDb, TEntity>.KeyOf(c.Text) == ask.Sort);
        if (column is null)
        {
            return keys.ThenByKey(AdminOrder.By(rows, plan.Order ?? keys.LambdaOf(0), plan.OrderDescends));
        }

        var row = Expression.Parameter(typeof(TEntity), "e");
        var value = Expression.Lambda(AdminValues.Inline(column.Sort!, row, AdminValues.Parameter(db)), row);
        return keys.ThenByKey(AdminOrder.By(rows, value, ask.Descending));
    }

    public async Task<AdminList> PageAsync(AdminWork<TDb> work, AdminListAsk ask, CancellationToken cancellationToken)
    {
        var matching = await MatchingAsync(work, ask, cancellationToken);
        var found = await Sort(work.Db, matching, ask).Skip(ask.Skip).Take(ask.Take).Select(Projection(work.Db, matching)).ToListAsync(cancellationToken);

        // A page behind the last has no row to hold the total.
        var total = found.Count > 0 ? found[0].Total : ask.Skip > 0 ? await matching.CountAsync(cancellationToken) : 0;
        return new AdminList(await ShowAsync(work, found, cancellationToken), total);
    }

    /// <summary>One row as the list shows it.</summary>
    public async Task<AdminListRow?> OneAsync(AdminWork<TDb> work, string key, CancellationToken cancellationToken)
    {
        var found = await All(work.Db).AsNoTracking().Where(keys.Having([key])).Select(Projection(work.Db, counted: null)).ToListAsync(cancellationToken);
        return (await ShowAsync(work, found, cancellationToken)).SingleOrDefault();
    }

    /// <summary>All rows, for a file: sorted once for their keys, then read by key, so that no chunk sorts anew and none is held longer than it is written.</summary>
    public async IAsyncEnumerable<AdminListRow> EveryAsync(AdminWork<TDb> work, AdminListAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in (await KeysAsync(work, ask, int.MaxValue, cancellationToken)).Chunk(keys.Count == 1 ? Chunk : ChunkOfParts))
        {
            var found = await All(work.Db).AsNoTracking().Where(keys.Having(chunk)).Select(Projection(work.Db, counted: null)).ToListAsync(cancellationToken);
            var rows = (await ShowAsync(work, found, cancellationToken)).ToDictionary(r => r.Key, StringComparer.Ordinal);
            foreach (var key in chunk)
            {
                // What was deleted meanwhile is left out.
                if (rows.TryGetValue(key, out var row))
                {
                    yield return row;
                }
            }
        }
    }

    public async Task<IReadOnlyList<string>> KeysAsync(AdminWork<TDb> work, AdminListAsk ask, int most, CancellationToken cancellationToken)
    {
        var row = Expression.Parameter(typeof(TEntity), "e");
        var only = Expression.Lambda<Func<TEntity, AdminRow<TEntity>>>(Expression.MemberInit(Expression.New(typeof(AdminRow<TEntity>)), KeyBindings(row)), row);
        List<string> found = [];
        await foreach (var key in Sort(work.Db, await MatchingAsync(work, ask, cancellationToken), ask).Take(most).Select(only).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            found.Add(AdminKeys<TEntity>.Format(key.Keys(keys.Count)));
        }

        return found;
    }

    private async Task<Expression<Func<TEntity, bool>>> FoundAsync(AdminWork<TDb> work, string typed, CancellationToken cancellationToken)
    {
        var escaped = LikePattern.Exactly(typed);
        var pattern = AdminValues.Parameter($"%{escaped}%");
        var row = Expression.Parameter(typeof(TEntity), "e");
        Expression any = Expression.Constant(false);
        foreach (var text in plan.Search)
        {
            any = Expression.OrElse(any, Expression.Call(
                typeof(NpgsqlDbFunctionsExtensions), nameof(NpgsqlDbFunctionsExtensions.ILike), [], Expression.Constant(EF.Functions), AdminValues.Inline(text, row, row), pattern, Expression.Constant(@"\")));
        }

        foreach (var also in plan.SearchAlso)
        {
            if (await also(work, typed, cancellationToken) is { } more)
            {
                any = Expression.OrElse(any, AdminValues.Inline(more, row, row));
            }
        }

        return Expression.Lambda<Func<TEntity, bool>>(any, row);
    }

    private Expression<Func<TEntity, AdminRow<TEntity>>> Projection(TDb db, IQueryable<TEntity>? counted)
    {
        var type = typeof(AdminRow<TEntity>);
        var row = Expression.Parameter(typeof(TEntity), "e");
        var bindings = KeyBindings(row);
        if (plan.Load is not null || plan.Columns.Exists(c => c.Show is not null))
        {
            bindings.Add(Expression.Bind(type.GetProperty(nameof(AdminRow<>.Entity))!, row));
        }

        if (counted is not null)
        {
            bindings.Add(Expression.Bind(type.GetProperty(nameof(AdminRow<>.Total))!, Expression.Call(typeof(Queryable), nameof(Queryable.Count), [typeof(TEntity)], counted.Expression)));
        }

        for (var i = 0; i < plan.Columns.Count; i++)
        {
            if (plan.Columns[i].Value is { } value)
            {
                bindings.Add(Expression.Bind(type.GetProperty($"V{i}")!, Expression.Convert(AdminValues.Inline(value, row, AdminValues.Parameter(db)), typeof(object))));
            }
        }

        return Expression.Lambda<Func<TEntity, AdminRow<TEntity>>>(Expression.MemberInit(Expression.New(type), bindings), row);
    }

    private List<MemberBinding> KeyBindings(Expression row) =>
        [.. Enumerable.Range(0, keys.Count).Select(i => Expression.Bind(typeof(AdminRow<TEntity>).GetProperty($"K{i}")!, Expression.Convert(keys.Part(row, i), typeof(object))))];

    private async Task<IReadOnlyList<AdminListRow>> ShowAsync(AdminWork<TDb> work, List<AdminRow<TEntity>> found, CancellationToken cancellationToken)
    {
        var extra = found.Count > 0 && plan.Load is { } load ? await load(work, [.. found.Select(r => r.Entity!)], cancellationToken) : null;
        HashSet<AdminReference> references =
        [
            .. from row in found
               from column in plan.Columns.Select((c, i) => (Column: c, Index: i))
               let reference = AdminValues.ReferenceOf(column.Column.Reference, row.Value(column.Index))
               where reference is not null
               select reference.Value,
        ];
        var names = references.Count == 0
            ? new Dictionary<AdminReference, AdminFace>()
            : await work.Services.GetRequiredService<IAdminNames>().FindAsync(references, cancellationToken);
        return
        [
            .. found.Select(row => new AdminListRow(
                AdminKeys<TEntity>.Format(row.Keys(keys.Count)),
                [.. plan.Columns.Select((column, i) => column.Show is { } show ? show(row.Entity!, extra) : column.CellOf(row.Value(i), names))])),
        ];
    }
}
