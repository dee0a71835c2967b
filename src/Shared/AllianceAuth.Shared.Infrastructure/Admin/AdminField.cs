using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>A field of a form: how it is shown, who may change it, and what is made of what was sent.</summary>
internal sealed class AdminField<TDb, TEntity>
    where TDb : ModuleDbContext
    where TEntity : class
{
    private readonly Func<TEntity, object?>? _get;
    private readonly Func<AdminWork<TDb>, TEntity, CancellationToken, Task<IReadOnlyCollection<string>>>? _read;
    private readonly Func<AdminWork<TDb>, TEntity, IReadOnlyCollection<string>, CancellationToken, Task>? _write;

    private AdminField(string text, Type type, Action<AdminFieldOptions>? options)
    {
        Options = new AdminFieldOptions();
        options?.Invoke(Options);
        (Text, Type) = (text, type);
        Key = AdminPlan<TDb, TEntity>.KeyOf(text);
        Reference = Options.Reference ?? AdminValues.KindOf(type);
    }

    private AdminField(string text, Type type, string property, Func<TEntity, object?> get, Action<AdminFieldOptions>? options)
        : this(text, type, options) => (Property, _get) = (property, get);

    private AdminField(
        string text,
        Func<AdminWork<TDb>, TEntity, CancellationToken, Task<IReadOnlyCollection<string>>> read,
        Func<AdminWork<TDb>, TEntity, IReadOnlyCollection<string>, CancellationToken, Task> write,
        Action<AdminFieldOptions> options)
        : this(text, typeof(IReadOnlyCollection<string>), options) => (_read, _write) = (read, write);

    public string Text { get; }

    public string Key { get; }

    /// <summary>Name of the entity's property; null for a list beside it.</summary>
    public string? Property { get; }

    public AdminFieldOptions Options { get; }

    public AdminReferenceKind? Reference { get; }

    public bool IsList => _read is not null;

    /// <summary>What is typed by name here by whoever may write it; null when nothing is.</summary>
    public AdminReferenceKind? Picked => Options.Access != AdminFieldAccess.Never && KindOf() is (AdminInputKind.Pick or AdminInputKind.PickMany) ? Reference : null;

    private Type Type { get; }

    private Type Plain => Nullable.GetUnderlyingType(Type) ?? Type;

    public static AdminField<TDb, TEntity> Of<TValue>(string text, Expression<Func<TEntity, TValue>> property, Action<AdminFieldOptions>? options)
    {
        var name = property.Body is MemberExpression { Expression: ParameterExpression } member
            ? member.Member.Name
            : throw new ArgumentException($"{text} is no property of {typeof(TEntity).Name}.", nameof(property));
        var get = property.Compile();
        return new(text, typeof(TValue), name, e => get(e), options);
    }

    public static AdminField<TDb, TEntity> Of(
        string text,
        Func<AdminWork<TDb>, TEntity, CancellationToken, Task<IReadOnlyCollection<string>>> read,
        Func<AdminWork<TDb>, TEntity, IReadOnlyCollection<string>, CancellationToken, Task> write,
        Action<AdminFieldOptions> options) => new(text, read, write, options);

    /// <summary>Whether this person may change it now. What is sent for other fields is not read. ADM-039.</summary>
    public bool IsOpenTo(AccessSnapshot actor, AdminVerb verb) =>
        (!Options.OnlySuperuser || actor.IsSuperuser)
        && Options.Access switch
        {
            AdminFieldAccess.Never => false,
            AdminFieldAccess.Adding => verb == AdminVerb.Add,
            AdminFieldAccess.Changing => verb == AdminVerb.Change,
            _ => verb is AdminVerb.Add or AdminVerb.Change,
        };

    /// <summary>Whether it is on the page at all.</summary>
    public bool IsShown(AdminVerb verb) => verb != AdminVerb.Add || Options.Access is AdminFieldAccess.Always or AdminFieldAccess.Adding;

    public object? Value(TEntity entity) => _get!(entity);

    public async Task<IReadOnlyCollection<string>> ListAsync(AdminWork<TDb> work, TEntity entity, CancellationToken cancellationToken) => await _read!(work, entity, cancellationToken);

    public Task WriteAsync(AdminWork<TDb> work, TEntity entity, IReadOnlyCollection<string> values, CancellationToken cancellationToken) => _write!(work, entity, values, cancellationToken);

    public void Set(DbContext db, TEntity entity, object? value) => db.Entry(entity).Property(Property!).CurrentValue = value;

    /// <summary>What can be chosen, when it is few.</summary>
    public async Task<IReadOnlyList<AdminOption>> OptionsAsync(AdminWork<TDb> work, CancellationToken cancellationToken)
    {
        if (Options.Options is { } own)
        {
            return await own(work.Services, cancellationToken);
        }

        if (Reference is { } kind && AdminValues.IsFew(kind))
        {
            return await work.Services.GetRequiredService<IAdminNames>().AllAsync(kind, cancellationToken);
        }

        return Plain.IsEnum
            ? [.. Enum.GetNames(Plain).Select(name => Options.Words is { } words ? new AdminOption(name, words + name.ToLowerInvariant(), IsKey: true) : new AdminOption(name, name))]
            : [];
    }

    /// <summary>The input, without what stands in it.</summary>
    public AdminInput Blank(string prefix, IReadOnlyList<AdminOption> options, IProperty? column, bool isOpen) => new(prefix + Key, Text, KindOf(), "")
    {
        Help = Options.HelpKey,
        HelpArguments = Options.HelpArguments,
        IsOptional = Options.MayBeEmpty ?? IsList || column?.IsNullable == true || (column is null && Nullable.GetUnderlyingType(Type) is not null),
        IsReadOnly = !isOpen,
        MaxLength = Type == typeof(string) ? Options.Longest ?? column?.GetMaxLength() : null,
        Rows = Options.Lines,
        Options = options,
        Reference = Reference,
    };

    public AdminCell CellOf(object? value, IReadOnlyList<AdminOption> options, IReadOnlyDictionary<AdminReference, AdminFace> names)
    {
        var text = AdminValues.Format(value);
        return options.FirstOrDefault(o => o.Value == text) is { } option
            ? option.IsKey ? new AdminWord(option.Text) : new AdminText(option.Text)
            : AdminColumn<TDb, TEntity>.Cell(value, Reference, Options.Words, names);
    }

    /// <summary>The value of what was sent, or why it makes none.</summary>
    public async Task<(object? Value, Refusal? Refusal)> ParseAsync(AdminWork<TDb> work, AdminInput input, string? sent, CancellationToken cancellationToken)
    {
        if (input.Kind == AdminInputKind.Flag)
        {
            return (sent == "true", null);
        }

        var text = Options.KeepsBlanks ? sent ?? "" : (sent ?? "").Trim();
        if (text.Length == 0)
        {
            return input.IsOptional ? (Type == typeof(string) && !IsNullableText(work) ? "" : null, null) : (null, new Refusal("admin.form.required"));
        }

        if (input.MaxLength is { } most && text.Length > most)
        {
            return (null, new Refusal("admin.form.toolong", most.ToString(CultureInfo.InvariantCulture)));
        }

        if (input.Kind == AdminInputKind.Pick)
        {
            return await PickAsync(work, text, cancellationToken);
        }

        if (input.Kind == AdminInputKind.Choice && input.Options.All(o => o.Value != text))
        {
            return (null, new Refusal("admin.form.choice"));
        }

        return AdminValues.TryParse(Type, text, out var value)
            ? (value, null)
            : (null, new Refusal(input.Kind == AdminInputKind.Time ? "admin.form.time" : "admin.form.number"));
    }

    private bool IsNullableText(AdminWork<TDb> work) => work.Db.Model.FindEntityType(typeof(TEntity))?.FindProperty(Property!)?.IsNullable == true;

    private async Task<(object? Value, Refusal? Refusal)> PickAsync(AdminWork<TDb> work, string typed, CancellationToken cancellationToken) =>
        await work.Services.GetRequiredService<IAdminNames>().PickAsync(Reference!.Value, typed, cancellationToken) is { } found
            ? (AdminValues.FromNumber(Type, found.Id), null)
            : (null, new Refusal("admin.form.unknown", typed));

    private AdminInputKind KindOf() => (IsList, Options.Options, Reference) switch
    {
        (true, null, { } kind) when !AdminValues.IsFew(kind) => AdminInputKind.PickMany,
        (true, _, _) => AdminInputKind.Ticks,
        (_, not null, _) => AdminInputKind.Choice,
        (_, _, { } kind) => AdminValues.IsFew(kind) ? AdminInputKind.Choice : AdminInputKind.Pick,
        _ when Plain.IsEnum => AdminInputKind.Choice,
        _ when Plain == typeof(bool) => AdminInputKind.Flag,
        _ when Plain == typeof(DateTimeOffset) => AdminInputKind.Time,
        _ when Plain == typeof(string) || Plain == typeof(Guid) => AdminInputKind.Text,
        _ => AdminInputKind.Number,
    };
}
