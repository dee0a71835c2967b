using System.Data;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>The form of one thing: shown, judged, previewed and saved.</summary>
internal sealed class AdminForms<TDb, TEntity>(AdminPlan<TDb, TEntity> plan, AdminKeys<TEntity> keys, AdminRowReader<TDb, TEntity> reader)
    where TDb : ModuleDbContext
    where TEntity : class
{
    public const string StampField = "stamp";

    private readonly AdminFieldSet<TDb, TEntity> _fields = new(plan.Fields);

    public async Task<AdminForm?> FormAsync(AdminWork<TDb> work, string? key, AdminRights rights, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return await FillAsync(work, null, Make(work), AdminVerb.Add, cancellationToken);
        }

        var entity = await reader.All(work.Db).AsNoTracking().SingleOrDefaultAsync(keys.Having([key]), cancellationToken);
        if (entity is null)
        {
            return null;
        }

        var form = await FillAsync(work, key, entity, rights.Change ? AdminVerb.Change : AdminVerb.View, cancellationToken);
        return plan is { PreviewsWhileTyping: true, Preview: { } preview } ? form with { Preview = await preview(work, entity, cancellationToken) } : form;
    }

    /// <returns>Null when there is no such thing.</returns>
    public async Task<AdminSaveResult?> SaveAsync(AdminWork<TDb> work, string? key, IFormCollection sent, bool dryRun, CancellationToken cancellationToken)
    {
        await using var transaction = await work.Db.Database.BeginTransactionAsync(cancellationToken);
        var verb = key is null ? AdminVerb.Add : AdminVerb.Change;
        var entity = key is null ? Make(work) : await HoldAsync(work, key, cancellationToken);
        if (entity is null)
        {
            return null;
        }

        var before = await FillAsync(work, key, entity, verb, cancellationToken);
        var name = before.Name;
        var form = before with { Inputs = await _fields.ApplyAsync(work, entity, before.Inputs, sent, "", cancellationToken) };
        if (key is not null && sent[StampField] != before.Stamp)
        {
            form = form with { Problem = new Refusal("admin.form.changed"), Stamp = sent[StampField].ToString() };
        }

        if (key is null)
        {
            work.Db.Add(entity);
        }

        await _fields.WriteListsAsync(work, entity, before.Inputs, form.Inputs, "", cancellationToken, inside: true);
        form = await JudgeAsync(work, entity, form, cancellationToken);
        if (form.HasErrors || dryRun)
        {
            return await GiveBackAsync(work, key, name, entity, form, dryRun, cancellationToken);
        }

        try
        {
            return await StoreAsync(work, key, entity, before, form, sent, transaction.CommitAsync, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } taken)
        {
            // The index is the last word: somebody else was quicker, or the name was there all along.
            work.Db.ChangeTracker.Clear();
            return new(key, name, Taken(form, taken.ConstraintName));
        }
    }

    private async Task<AdminSaveResult> StoreAsync(
        AdminWork<TDb> work, string? key, TEntity entity, AdminForm before, AdminForm form, IFormCollection sent, Func<CancellationToken, Task> commit, CancellationToken cancellationToken)
    {
        var verb = key is null ? AdminVerb.Add : AdminVerb.Change;
        if (key is null)
        {
            // Lists, inlines and history need the key that the database gives.
            await work.Db.SaveChangesAsync(cancellationToken);
        }

        await _fields.WriteListsAsync(work, entity, before.Inputs, form.Inputs, "", cancellationToken);
        List<AdminInlineForm> inlines = [];
        var isOwned = plan.Inlines.Count > 0;
        var ownerKey = isOwned ? work.Db.Entry(entity).Property(keys.Entity.FindPrimaryKey()!.Properties[0].Name).CurrentValue! : null;
        foreach (var (inline, shown) in plan.Inlines.Zip(before.Inlines))
        {
            inlines.Add(await inline.ApplyAsync(work, ownerKey!, shown, sent, work.Trail, cancellationToken));
        }

        form = form with { Inlines = inlines };
        if (form.HasErrors)
        {
            work.Db.ChangeTracker.Clear();
            return new(key, before.Name, form);
        }

        await AdminFieldSet<TDb, TEntity>.NoteAsync(work, work.Trail, key is null ? Emptied(before.Inputs) : before.Inputs, form.Inputs, cancellationToken);
        foreach (var saving in plan.Saving)
        {
            await saving(work, entity, verb, cancellationToken);
        }

        var saved = keys.Of(work.Db, entity);
        var name = await AdminNaming<TDb, TEntity>.OneAsync(plan, work, entity, saved, cancellationToken);
        work.Trail.Record(saved, name, key is null ? ChangeKind.Added : ChangeKind.Changed);
        await work.Db.SaveChangesAsync(cancellationToken);
        await commit(cancellationToken);
        work.Stored?.Invoke();
        foreach (var after in plan.Saved)
        {
            await after(work, entity, verb, cancellationToken);
        }

        return new(saved, name, null);
    }

    private async Task<AdminForm> JudgeAsync(AdminWork<TDb> work, TEntity entity, AdminForm form, CancellationToken cancellationToken)
    {
        if (form.HasErrors)
        {
            return form;
        }

        foreach (var validate in plan.Validate)
        {
            foreach (var (field, refusal) in await validate(work, entity, cancellationToken))
            {
                form = form.Inputs.Any(i => i.Name == field)
                    ? form with { Inputs = [.. form.Inputs.Select(i => i.Name == field ? i with { Error = refusal } : i)] }
                    : form with { Problem = refusal };
            }
        }

        return form;
    }

    private async Task<AdminSaveResult> GiveBackAsync(
        AdminWork<TDb> work, string? key, string name, TEntity entity, AdminForm form, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun && !form.HasErrors && plan.Preview is { } preview)
        {
            form = form with { Preview = await preview(work, entity, cancellationToken) };
        }

        // Nothing of this is ever saved, whoever saves next with the same context.
        work.Db.ChangeTracker.Clear();
        return new(key, name, form);
    }

    /// <summary>The thing with its row locked: of two who save at once the second sees what the first did.</summary>
    private async Task<TEntity?> HoldAsync(AdminWork<TDb> work, string key, CancellationToken cancellationToken)
    {
        var having = keys.Having([key]);
        if (keys.Entity.GetTableName() is { } table && keys.Count == 1)
        {
            var column = keys.Entity.FindPrimaryKey()!.Properties[0];
            var found = await reader.All(work.Db).AsNoTracking().SingleOrDefaultAsync(having, cancellationToken);
            if (found is null)
            {
                return null;
            }

            // Names come from the model; only the key is a value.
            var sql = $"SELECT 1 FROM \"{work.Db.Schema}\".\"{table}\" WHERE \"{column.GetColumnName()}\" = {{0}} FOR UPDATE";
            var value = work.Db.Entry(found).Property(column.Name).CurrentValue!;
            await work.Db.Database.ExecuteSqlRawAsync(sql, [column.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value], cancellationToken);
        }

        return await reader.All(work.Db).SingleOrDefaultAsync(having, cancellationToken);
    }

    private async Task<AdminForm> FillAsync(AdminWork<TDb> work, string? key, TEntity entity, AdminVerb verb, CancellationToken cancellationToken)
    {
        var inputs = plan.Fields.Count == 0 && key is not null ? await ColumnsAsync(work, key, cancellationToken) : await _fields.FillAsync(work, entity, verb, "", cancellationToken);
        List<AdminInlineForm> inlines = [];
        foreach (var inline in plan.Inlines)
        {
            var owner = key is null ? null : work.Db.Entry(entity).Property(keys.Entity.FindPrimaryKey()!.Properties[0].Name).CurrentValue;
            inlines.Add(await inline.FillAsync(work, owner, verb != AdminVerb.View, cancellationToken));
        }

        var name = key is null ? "" : await AdminNaming<TDb, TEntity>.OneAsync(plan, work, entity, key, cancellationToken);
        return new AdminForm(key, name, Stamp(inputs, inlines), inputs, inlines);
    }

    /// <summary>A model without fields shows what its list shows.</summary>
    private async Task<IReadOnlyList<AdminInput>> ColumnsAsync(AdminWork<TDb> work, string key, CancellationToken cancellationToken)
    {
        var row = await reader.OneAsync(work, key, cancellationToken);
        return row is null ? [] : [.. plan.Columns.Zip(row.Cells, (c, cell) => new AdminInput(AdminPlan<TDb, TEntity>.KeyOf(c.Text), c.Text, AdminInputKind.Text, "") { IsReadOnly = true, Cell = cell })];
    }

    private TEntity Make(AdminWork<TDb> work) => plan.Create?.Invoke(work) ?? (TEntity)Activator.CreateInstance(typeof(TEntity), nonPublic: true)!;

    /// <summary>A new thing had nothing before.</summary>
    private static IReadOnlyList<AdminInput> Emptied(IReadOnlyList<AdminInput> inputs) =>
        [.. inputs.Select(i => i with { Value = i.Kind == AdminInputKind.Flag ? "false" : "", Chosen = [] })];

    private static string Stamp(IReadOnlyList<AdminInput> inputs, IReadOnlyList<AdminInlineForm> inlines)
    {
        var text = new StringBuilder();
        // Rows that are only shown may change by themselves while the form is open.
        foreach (var input in inputs.Concat(inlines.SelectMany(i => i.Rows).SelectMany(r => r.Inputs).Where(i => !i.IsReadOnly)))
        {
            text.Append(input.Name).Append('\u0001').Append(input.Value).Append('\u0001').AppendJoin('\u0002', input.Chosen.Order(StringComparer.Ordinal)).Append('\u0003');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private AdminForm Taken(AdminForm form, string? constraint)
    {
        var properties = keys.Entity.GetIndexes().FirstOrDefault(i => i.GetDatabaseName() == constraint)?.Properties ?? keys.Entity.GetKeys().FirstOrDefault(k => k.GetName() == constraint)?.Properties;
        var field = plan.Fields.Find(f => f.Property is not null && properties?.Any(p => p.Name == f.Property) == true);
        return field is null
            ? form with { Problem = new Refusal("admin.form.taken") }
            : form with { Inputs = [.. form.Inputs.Select(i => i.Name == field.Key ? i with { Error = new Refusal("admin.form.taken") } : i)] };
    }
}
