using System.Linq.Expressions;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Rows of another entity on the page of their owner.</summary>
internal interface IAdminInline<TDb, TOwner>
    where TDb : ModuleDbContext
    where TOwner : class
{
    /// <summary>What is typed by name in its rows.</summary>
    IEnumerable<AdminReferenceKind> Picks { get; }

    /// <summary>The rows as they are, with an empty one when one may be added.</summary>
    Task<AdminInlineForm> FillAsync(AdminWork<TDb> work, object? ownerKey, bool isOpen, CancellationToken cancellationToken);

    /// <summary>Puts what was sent into the rows, makes new ones and takes off what was ticked. Saving is the caller's.</summary>
    Task<AdminInlineForm> ApplyAsync(AdminWork<TDb> work, object ownerKey, AdminInlineForm before, IFormCollection sent, ChangeTrail trail, CancellationToken cancellationToken);
}

internal sealed class AdminInline<TDb, TOwner, TChild>(
    string text, LambdaExpression owner, IReadOnlyList<AdminField<TDb, TChild>> fields, Func<AdminWork<TDb>, TChild>? create, bool canAdd, bool canDelete)
    : IAdminInline<TDb, TOwner>
    where TDb : ModuleDbContext
    where TOwner : class
    where TChild : class
{
    private const string New = "new";

    private readonly string _name = AdminPlan<TDb, TChild>.KeyOf(text);
    private readonly AdminFieldSet<TDb, TChild> _fields = new(fields);
    private readonly string _owner = (Unwrap(owner.Body) as MemberExpression)?.Member.Name ?? throw new ArgumentException($"{text} names no property of {typeof(TChild).Name}.", nameof(owner));

    public IEnumerable<AdminReferenceKind> Picks => fields.Select(f => f.Picked).OfType<AdminReferenceKind>();

    public async Task<AdminInlineForm> FillAsync(AdminWork<TDb> work, object? ownerKey, bool isOpen, CancellationToken cancellationToken)
    {
        var keys = new AdminKeys<TChild>(work.Db.Model);
        var children = (await ChildrenAsync(work, ownerKey, cancellationToken)).ConvertAll(c => (Entity: c, Key: keys.Of(work.Db, c)));
        var inputs = await _fields.FillAsync(work, children.ConvertAll(c => (c.Entity, Prefix(c.Key))), isOpen ? AdminVerb.Change : AdminVerb.View, cancellationToken);
        List<AdminInlineRow> rows = [.. children.Zip(inputs, (child, fields) => new AdminInlineRow(child.Key, DeleteName(child.Key), fields))];

        if (isOpen && canAdd)
        {
            rows.Add(new(null, DeleteName(New), await _fields.FillAsync(work, Make(work), AdminVerb.Add, Prefix(New), cancellationToken)));
        }

        return new(text, rows, isOpen && canDelete);
    }

    public async Task<AdminInlineForm> ApplyAsync(AdminWork<TDb> work, object ownerKey, AdminInlineForm before, IFormCollection sent, ChangeTrail trail, CancellationToken cancellationToken)
    {
        var keys = new AdminKeys<TChild>(work.Db.Model);
        var children = (await ChildrenAsync(work, ownerKey, cancellationToken)).ToDictionary(c => keys.Of(work.Db, c), StringComparer.Ordinal);
        List<AdminInlineRow> rows = [];
        foreach (var row in before.Rows)
        {
            var prefix = Prefix(row.Key ?? New);
            if (row.Key is not null && before.CanDelete && sent[row.DeleteName] == "true")
            {
                work.Db.Remove(children[row.Key]);
                trail.NoteList(text, [Called(row.Inputs)], []);
            }
            else if (row.Key is not null || row.Inputs.Any(i => i.Kind != AdminInputKind.Flag && !string.IsNullOrWhiteSpace(sent[i.Name]) && sent[i.Name] != i.Value))
            {
                rows.Add(await SaveAsync(work, ownerKey, row, row.Key is { } key ? children[key] : null, prefix, sent, trail, cancellationToken));
            }
            else
            {
                rows.Add(row);
            }
        }

        return before with { Rows = rows };
    }

    private async Task<AdminInlineRow> SaveAsync(
        AdminWork<TDb> work, object ownerKey, AdminInlineRow row, TChild? known, string prefix, IFormCollection sent, ChangeTrail trail, CancellationToken cancellationToken)
    {
        var child = known ?? Make(work);
        var after = await _fields.ApplyAsync(work, child, row.Inputs, sent, prefix, cancellationToken);
        if (known is null)
        {
            work.Db.Entry(child).Property(_owner).CurrentValue = ownerKey;
            work.Db.Add(child);
            trail.NoteList(text, [], [Called(after)]);
        }
        else
        {
            await AdminFieldSet<TDb, TChild>.NoteAsync(work, trail, row.Inputs, after, cancellationToken);
        }

        return row with { Inputs = after };
    }

    private async Task<List<TChild>> ChildrenAsync(AdminWork<TDb> work, object? ownerKey, CancellationToken cancellationToken)
    {
        if (ownerKey is null)
        {
            return [];
        }

        var child = Expression.Parameter(typeof(TChild), "c");
        var type = work.Db.Model.FindEntityType(typeof(TChild))!.FindProperty(_owner)!.ClrType;
        var property = Expression.Call(typeof(EF), nameof(EF.Property), [type], child, Expression.Constant(_owner));
        var own = Expression.Lambda<Func<TChild, bool>>(Expression.Equal(property, Expression.Convert(AdminValues.Parameter(ownerKey), type)), child);
        return await work.Db.Set<TChild>().Where(own).ToListAsync(cancellationToken);
    }

    private TChild Make(AdminWork<TDb> work) => create?.Invoke(work) ?? (TChild)Activator.CreateInstance(typeof(TChild), nonPublic: true)!;

    private string Prefix(string key) => $"{_name}.{key}.";

    private string DeleteName(string key) => $"{_name}.{key}.delete";

    private static string Called(IReadOnlyList<AdminInput> inputs) => inputs.FirstOrDefault(i => i.Value.Length > 0)?.Value ?? "";

    private static Expression Unwrap(Expression body) => body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : body;
}
