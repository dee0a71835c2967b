using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>What things are called: as the module says, or as the head column of their list reads.</summary>
internal static class AdminNaming<TDb, TEntity>
    where TDb : ModuleDbContext
    where TEntity : class
{
    public static async Task<string> OneAsync(AdminPlan<TDb, TEntity> plan, AdminWork<TDb> work, TEntity entity, string key, CancellationToken cancellationToken) =>
        (await ManyAsync(plan, work, [(entity, key)], cancellationToken))[0];

    /// <summary>Names in the order of the things. What lives in other modules is asked for once, whatever the number.</summary>
    public static async Task<IReadOnlyList<string>> ManyAsync(
        AdminPlan<TDb, TEntity> plan, AdminWork<TDb> work, IReadOnlyList<(TEntity Entity, string Key)> things, CancellationToken cancellationToken)
    {
        if (plan.Name is { } written)
        {
            var name = written.Compile();
            return [.. things.Select(t => name(t.Entity))];
        }

        var head = plan.Columns.Find(c => c.Options.IsHead) ?? plan.Columns[0];
        if (head.Value is not { Parameters.Count: 1 } value)
        {
            return [.. things.Select(t => t.Key)];
        }

        var read = value.Compile();
        var heads = things.Select(t => (t.Key, Value: read.DynamicInvoke(t.Entity))).Select(t => (t.Key, t.Value, Reference: AdminValues.ReferenceOf(head.Reference, t.Value))).ToList();
        HashSet<AdminReference> references = [.. heads.Select(h => h.Reference).OfType<AdminReference>()];
        var names = references.Count == 0
            ? new Dictionary<AdminReference, AdminFace>()
            : await work.Services.GetRequiredService<IAdminNames>().FindAsync(references, cancellationToken);
        return
        [
            .. heads.Select(h => h switch
            {
                { Reference: { } reference } when names.TryGetValue(reference, out var face) && face.Name.Length > 0 => face.Name,
                { Value: string { Length: > 0 } text } => text,
                _ => h.Key,
            }),
        ];
    }
}
