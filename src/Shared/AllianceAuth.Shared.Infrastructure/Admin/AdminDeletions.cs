using System.Linq.Expressions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Deleting: what goes, what goes with it, and what stays. ADM-033.</summary>
internal sealed class AdminDeletions<TDb, TEntity>(AdminPlan<TDb, TEntity> plan, AdminKeys<TEntity> keys, AdminRowReader<TDb, TEntity> reader)
    where TDb : ModuleDbContext
    where TEntity : class
{
    private const int MostNames = 100;

    public async Task<AdminDeletion> PreviewAsync(AdminWork<TDb> work, IReadOnlyList<string> chosen, CancellationToken cancellationToken)
    {
        var rows = await reader.All(work.Db).AsNoTracking().Where(keys.Having(chosen)).ToListAsync(cancellationToken);
        var (going, refusals) = await JudgeAsync(work, rows, cancellationToken);
        List<AdminConsequence> consequences = [];
        foreach (var child in keys.Entity.GetReferencingForeignKeys().Where(f => f.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.ClientCascade && plan.ChildTexts.ContainsKey(f.DeclaringEntityType.ClrType)))
        {
            var count = await CountAsync(work, child, [.. going.Select(g => keys.Of(work.Db, g))], cancellationToken);
            if (count > 0)
            {
                consequences.Add(new(plan.ChildTexts[child.DeclaringEntityType.ClrType], count));
            }
        }

        foreach (var also in plan.AlsoGoes)
        {
            consequences.AddRange(going.Count == 0 ? [] : await also(work, going, cancellationToken));
        }

        var named = await NamedAsync(work, [.. going.Take(MostNames)], cancellationToken);
        return new AdminDeletion([.. named.Select(n => new AdminOption(n.Key, n.Name))], going.Count, consequences, refusals);
    }

    public async Task<AccessDifference?> AccessWithoutAsync(AdminWork<TDb> work, IReadOnlyList<string> chosen, DifferenceListing listing, CancellationToken cancellationToken)
    {
        if (plan.TakesAccess is not { } forecast)
        {
            return null;
        }

        var rows = await reader.All(work.Db).AsNoTracking().Where(keys.Having(chosen)).ToListAsync(cancellationToken);
        var (going, _) = await JudgeAsync(work, rows, cancellationToken);
        return going.Count == 0 ? null : await forecast(work, going, listing, cancellationToken);
    }

    public async Task<AdminDone> DeleteAsync(AdminWork<TDb> work, IReadOnlyList<string> chosen, CancellationToken cancellationToken)
    {
        var rows = await reader.All(work.Db).Where(keys.Having(chosen)).ToListAsync(cancellationToken);
        var (going, refusals) = await JudgeAsync(work, rows, cancellationToken);
        if (plan.Delete is { } own)
        {
            return await OwnAsync(work, own, going, refusals, cancellationToken);
        }

        var named = await NamedAsync(work, going, cancellationToken);
        foreach (var (entity, thing) in going.Zip(named))
        {
            foreach (var saving in plan.Saving)
            {
                await saving(work, entity, AdminVerb.Delete, cancellationToken);
            }

            work.Trail.Record(thing.Key, thing.Name, ChangeKind.Deleted);
            work.Db.Remove(entity);
        }

        await work.Db.SaveChangesAsync(cancellationToken);
        foreach (var entity in going)
        {
            foreach (var saved in plan.Saved)
            {
                await saved(work, entity, AdminVerb.Delete, cancellationToken);
            }
        }

        return new AdminDone(going.Count, refusals);
    }

    private async Task<AdminDone> OwnAsync(
        AdminWork<TDb> work, Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<AdminDone>> own, List<TEntity> going, List<Refusal> refusals, CancellationToken cancellationToken)
    {
        var names = plan.DeleteRecords ? [] : await NamedAsync(work, going, cancellationToken);
        var done = going.Count == 0 ? new AdminDone(0) : await own(work, going, cancellationToken);
        if (!plan.DeleteRecords && done.Refusals.Count == 0)
        {
            foreach (var (key, name) in names)
            {
                work.Trail.Record(key, name, ChangeKind.Deleted);
            }

            await work.Db.SaveChangesAsync(cancellationToken);
        }

        return done with { Refusals = [.. refusals, .. done.Refusals] };
    }

    private async Task<(List<TEntity> Going, List<Refusal> Refusals)> JudgeAsync(AdminWork<TDb> work, List<TEntity> rows, CancellationToken cancellationToken)
    {
        var keeps = plan.KeepsFromDeleting is { } prepare && rows.Count > 0 ? await prepare(work, rows, cancellationToken) : _ => null;
        List<TEntity> going = [];
        List<Refusal> refusals = [];
        foreach (var row in rows)
        {
            if (keeps(row) is { } refusal)
            {
                refusals.Add(refusal);
            }
            else
            {
                going.Add(row);
            }
        }

        return (going, refusals);
    }

    private async Task<IReadOnlyList<(string Key, string Name)>> NamedAsync(AdminWork<TDb> work, List<TEntity> entities, CancellationToken cancellationToken)
    {
        var things = entities.ConvertAll(e => (Entity: e, Key: keys.Of(work.Db, e)));
        var names = await AdminNaming<TDb, TEntity>.ManyAsync(plan, work, things, cancellationToken);
        return [.. things.Zip(names, (thing, name) => (thing.Key, name))];
    }

    private static async Task<long> CountAsync(AdminWork<TDb> work, IForeignKey child, IReadOnlyList<string> owners, CancellationToken cancellationToken)
    {
        var count = typeof(AdminDeletions<TDb, TEntity>).GetMethod(nameof(CountChildrenAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        return await (Task<long>)count.MakeGenericMethod(child.DeclaringEntityType.ClrType).Invoke(null, [work, child, owners, cancellationToken])!;
    }

    private static Task<long> CountChildrenAsync<TChild>(AdminWork<TDb> work, IForeignKey key, IReadOnlyList<string> owners, CancellationToken cancellationToken)
        where TChild : class
    {
        // A key of several columns hangs on an entity whose rows nobody deletes here.
        var property = key.Properties[0];
        var row = Expression.Parameter(typeof(TChild), "c");
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(property.ClrType))!;
        foreach (var owner in owners)
        {
            if (AdminValues.TryParse(property.ClrType, owner, out var value))
            {
                list.Add(value);
            }
        }

        var parameter = (Expression)typeof(AdminValues).GetMethod(nameof(AdminValues.Parameter))!.MakeGenericMethod(typeof(IEnumerable<>).MakeGenericType(property.ClrType)).Invoke(null, [list])!;
        var part = Expression.Call(typeof(EF), nameof(EF.Property), [property.ClrType], row, Expression.Constant(property.Name));
        var own = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [property.ClrType], parameter, part);
        return work.Db.Set<TChild>().LongCountAsync(Expression.Lambda<Func<TChild, bool>>(own, row), cancellationToken);
    }
}
