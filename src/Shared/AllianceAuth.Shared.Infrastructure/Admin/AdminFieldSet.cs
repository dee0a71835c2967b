using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>The fields of one entity on one page: filled from it, and read back into it.</summary>
internal sealed class AdminFieldSet<TDb, TEntity>(IReadOnlyList<AdminField<TDb, TEntity>> fields)
    where TDb : ModuleDbContext
    where TEntity : class
{
    // As many as the form's reader takes; a list of more is no list to pick by hand.
    private const int MostPicked = 5000;

    /// <summary>The fields as the entity has them.</summary>
    public async Task<IReadOnlyList<AdminInput>> FillAsync(AdminWork<TDb> work, TEntity entity, AdminVerb verb, string prefix, CancellationToken cancellationToken) =>
        (await FillAsync(work, [(entity, prefix)], verb, cancellationToken))[0];

    /// <summary>The same for many: what they refer to is asked for once, whatever their number.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<AdminInput>>> FillAsync(
        AdminWork<TDb> work, IReadOnlyList<(TEntity Entity, string Prefix)> rows, AdminVerb verb, CancellationToken cancellationToken)
    {
        var entityType = work.Db.Model.FindEntityType(typeof(TEntity));
        List<(int Row, AdminField<TDb, TEntity> Field, AdminInput Input, object? Value, IReadOnlyCollection<string> List)> filled = [];
        HashSet<AdminReference> references = [];
        foreach (var field in fields.Where(f => f.IsShown(verb)))
        {
            var column = field.Property is null ? null : entityType?.FindProperty(field.Property);
            var options = await field.OptionsAsync(work, cancellationToken);
            for (var row = 0; row < rows.Count; row++)
            {
                var (entity, prefix) = rows[row];
                var input = field.Blank(prefix, options, column, work.Actor is { } actor && field.IsOpenTo(actor, verb));
                var list = field.IsList ? await field.ListAsync(work, entity, cancellationToken) : [];
                var value = field.IsList ? null : verb == AdminVerb.Add && field.Options.DefaultValue is { } byDefault ? byDefault : field.Value(entity);
                if (field.Options.OwnStays && AdminValues.Format(value) is { Length: > 0 } own && input.Options.All(o => o.Value != own))
                {
                    input = input with { Options = [.. input.Options, new AdminOption(own, own)] };
                }

                references.UnionWith(References(field, value, list));
                filled.Add((row, field, input, value, list));
            }
        }

        var names = references.Count == 0
            ? new Dictionary<AdminReference, AdminFace>()
            : await work.Services.GetRequiredService<IAdminNames>().FindAsync(references, cancellationToken);
        var inputs = filled.ToLookup(f => f.Row, f => f.Field.IsList ? WithList(f.Field, f.Input, f.List, names) : WithValue(f.Field, f.Input, f.Value, names));
        return [.. rows.Select((_, row) => (IReadOnlyList<AdminInput>)[.. inputs[row]])];
    }

    /// <summary>Puts what was sent into the entity, but for fields that are not the sender's to change. Gives the inputs with what was typed and what is wrong.</summary>
    public async Task<IReadOnlyList<AdminInput>> ApplyAsync(
        AdminWork<TDb> work, TEntity entity, IReadOnlyList<AdminInput> inputs, IFormCollection sent, string prefix, CancellationToken cancellationToken)
    {
        List<AdminInput> read = [];
        foreach (var input in inputs)
        {
            var field = fields.First(f => prefix + f.Key == input.Name);
            if (input.IsReadOnly)
            {
                read.Add(input);
            }
            else if (field.IsList)
            {
                read.Add(await ReadListAsync(work, field, input, sent, cancellationToken));
            }
            else
            {
                var typed = sent[input.Name].FirstOrDefault();
                // What was not touched is not looked up: a name may have been recycled since.
                if (input.Kind == AdminInputKind.Pick && input.Value.Length > 0 && typed?.Trim() == input.Value)
                {
                    read.Add(input);
                    continue;
                }

                var (value, refusal) = await field.ParseAsync(work, input, typed, cancellationToken);
                read.Add(input with { Value = input.Kind == AdminInputKind.Flag ? AdminValues.Format(value) : typed ?? "", Error = refusal, Cell = field.CellOf(value, input.Options, EmptyNames) });
                if (refusal is null)
                {
                    field.Set(work.Db, entity, value);
                }
            }
        }

        return read;
    }

    /// <summary>Writes the lists that are different. Once a new entity has its key, but for those that are inside the entity.</summary>
    public async Task WriteListsAsync(
        AdminWork<TDb> work, TEntity entity, IReadOnlyList<AdminInput> before, IReadOnlyList<AdminInput> after, string prefix, CancellationToken cancellationToken, bool inside = false)
    {
        foreach (var (old, current) in before.Zip(after))
        {
            var field = fields.First(f => prefix + f.Key == current.Name);
            if (field.IsList && field.Options.IsInside == inside && !current.IsReadOnly && !old.Chosen.ToHashSet(StringComparer.Ordinal).SetEquals(current.Chosen))
            {
                await field.WriteAsync(work, entity, current.Chosen, cancellationToken);
            }
        }
    }

    /// <summary>Notes in the history what is different.</summary>
    public static async Task NoteAsync(AdminWork<TDb> work, ChangeTrail trail, IReadOnlyList<AdminInput> before, IReadOnlyList<AdminInput> after, CancellationToken cancellationToken)
    {
        var picked = after.Concat(before).Where(i => i is { Kind: AdminInputKind.PickMany, Reference: not null })
            .SelectMany(i => i.Chosen.Select(c => Picked(i.Reference!.Value, c))).OfType<AdminReference>().ToHashSet();
        var names = picked.Count == 0 ? EmptyNames : await work.Services.GetRequiredService<IAdminNames>().FindAsync(picked, cancellationToken);
        foreach (var (old, current) in before.Zip(after))
        {
            if (current.Kind is AdminInputKind.Ticks or AdminInputKind.PickMany)
            {
                trail.NoteList(current.Text, old.Chosen.Select(c => Word(old, c, names)), current.Chosen.Select(c => Word(current, c, names)));
            }
            else
            {
                trail.Note(current.Text, Word(old, old.Value, names), Word(current, current.Value.Trim(), names));
            }
        }
    }

    private static Dictionary<AdminReference, AdminFace> EmptyNames { get; } = [];

    private static string Word(AdminInput input, string value, IReadOnlyDictionary<AdminReference, AdminFace> names) =>
        input.Kind == AdminInputKind.PickMany && Picked(input.Reference!.Value, value) is { } reference && names.TryGetValue(reference, out var face)
            ? face.Name
            : input.Kind == AdminInputKind.Flag
                ? value == "true" ? "admin.word.yes" : "admin.word.no"
                : input.Options.FirstOrDefault(o => o.Value == value)?.Text ?? value;

    private static AdminReference? Picked(AdminReferenceKind kind, string value) => AdminValues.TryParse(typeof(long), value, out var id) ? new AdminReference(kind, (long)id!) : null;

    private static IEnumerable<AdminReference> References(AdminField<TDb, TEntity> field, object? value, IReadOnlyCollection<string> list) =>
        field.Reference is not { } kind ? []
        : field.IsList ? list.Select(v => Picked(kind, v)).OfType<AdminReference>()
        : AdminValues.ReferenceOf(kind, value) is { } reference ? [reference] : [];

    private static AdminInput WithValue(AdminField<TDb, TEntity> field, AdminInput input, object? value, IReadOnlyDictionary<AdminReference, AdminFace> names)
    {
        var cell = field.CellOf(value, input.Options, names);
        // The number of nobody is no name: the field of a new thing is empty.
        var isNobody = input.Kind == AdminInputKind.Pick && AdminValues.ReferenceOf(field.Reference, value) is { Id: 0 };
        var text = isNobody ? "" : input.Kind == AdminInputKind.Pick && cell is AdminFace face ? face.Name : AdminValues.Format(value);
        return input with { Value = text, Cell = isNobody ? AdminCell.Nothing : cell };
    }

    private static AdminInput WithList(AdminField<TDb, TEntity> field, AdminInput input, IReadOnlyCollection<string> list, IReadOnlyDictionary<AdminReference, AdminFace> names)
    {
        if (input.Kind == AdminInputKind.PickMany)
        {
            var options = list.Select(v => new AdminOption(v, Picked(field.Reference!.Value, v) is { } r && names.TryGetValue(r, out var face) ? face.Name : v));
            input = input with { Options = [.. options.OrderBy(o => o.Text, StringComparer.CurrentCultureIgnoreCase)] };
        }

        return input with { Chosen = [.. list], Cell = new AdminNames([.. input.Options.Where(o => list.Contains(o.Value)).Select(o => o.Text)], int.MaxValue) };
    }

    private static async Task<AdminInput> ReadListAsync(AdminWork<TDb> work, AdminField<TDb, TEntity> field, AdminInput input, IFormCollection sent, CancellationToken cancellationToken)
    {
        var ticked = sent[input.Name].OfType<string>().Distinct(StringComparer.Ordinal).Take(MostPicked).ToList();
        if (input.Kind == AdminInputKind.Ticks)
        {
            var unknown = ticked.Find(t => input.Options.All(o => o.Value != t));
            return input with { Chosen = ticked, Error = unknown is null ? null : new Refusal("admin.form.choice") };
        }

        var names = work.Services.GetRequiredService<IAdminNames>();
        List<AdminOption> options = [.. input.Options.Where(o => ticked.Contains(o.Value))];
        Refusal? refusal = null;
        foreach (var typed in sent[$"{input.Name}_add"].ToString().Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (await names.PickAsync(field.Reference!.Value, typed, cancellationToken) is { } found)
            {
                var id = AdminValues.Format(found.Id);
                ticked.Add(id);
                options.Add(new AdminOption(id, typed));
            }
            else
            {
                refusal = new Refusal("admin.form.unknown", typed);
            }
        }

        // Only what has the shape of an id: a hand-made form could send anything.
        return input with { Chosen = [.. ticked.Where(t => Picked(field.Reference!.Value, t) is not null).Distinct(StringComparer.Ordinal)], Options = options, Error = refusal };
    }
}
