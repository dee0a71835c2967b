using System.Linq.Expressions;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>A column: read by the database, or filled by code.</summary>
internal sealed class AdminColumn<TDb, TEntity>
    where TDb : ModuleDbContext
    where TEntity : class
{
    private AdminColumn(string text, Type? type, Action<AdminColumnOptions>? options)
    {
        Options = new AdminColumnOptions();
        options?.Invoke(Options);
        Text = text;
        Type = type;
        Reference = Options.Reference ?? (type is null ? null : AdminValues.KindOf(type));
    }

    public string Text { get; }

    public Type? Type { get; }

    public AdminColumnOptions Options { get; }

    public AdminReferenceKind? Reference { get; }

    /// <summary>Of the row, or of database and row; null when code fills it.</summary>
    public LambdaExpression? Value { get; private init; }

    public Func<TEntity, object?, AdminCell>? Show { get; private init; }

    /// <summary>What the list is sorted by; null when it cannot be.</summary>
    public LambdaExpression? Sort { get; private init; }

    public static AdminColumn<TDb, TEntity> Of(string text, LambdaExpression value, Type type, Action<AdminColumnOptions>? options) => new(text, type, options) { Value = value, Sort = value };

    public static AdminColumn<TDb, TEntity> Of(string text, Func<TEntity, object?, AdminCell> show, LambdaExpression? sort, Action<AdminColumnOptions>? options) =>
        new(text, null, options) { Show = show, Sort = sort };

    public AdminColumnInfo Info(bool isHead)
    {
        var plain = Type is null ? null : Nullable.GetUnderlyingType(Type) ?? Type;
        var isNumeric = Reference is null && (plain == typeof(int) || plain == typeof(long) || plain == typeof(short) || plain == typeof(DateTimeOffset));
        return new(AdminPlan<TDb, TEntity>.KeyOf(Text), Text, Sort is not null && Options.CanSort, isHead, Options.IsSide, Options.IsWide, isNumeric);
    }

    public AdminCell CellOf(object? value, IReadOnlyDictionary<AdminReference, AdminFace> names) => Cell(value, Reference, Options.Words, names);

    /// <summary>A value in words: by name, in the reader's language, or as it is.</summary>
    public static AdminCell Cell(object? value, AdminReferenceKind? kind, string? words, IReadOnlyDictionary<AdminReference, AdminFace> names) =>
        AdminValues.ReferenceOf(kind, value) is { } reference
            ? names.TryGetValue(reference, out var face) ? face : reference.Kind is AdminReferenceKind.Owner or AdminReferenceKind.MainOfOwner ? AdminCell.Nothing : new AdminText(AdminValues.Format(value))
            : value switch
            {
                // Words are keys in lower case.
                not null when words is not null => new AdminWord(words + AdminValues.Format(value).ToLowerInvariant()),
                Enum named => new AdminText(named.ToString()),
                _ => AdminCell.Of(value),
            };
}

/// <summary>What one row brings from the database. Columns beyond these are a fault of the registration.</summary>
internal sealed class AdminRow<TEntity>
    where TEntity : class
{
    public const int MostColumns = 16;

    public const int MostKeys = 4;

    public TEntity? Entity { get; init; }

    public int Total { get; init; }

    public object? K0 { get; init; }

    public object? K1 { get; init; }

    public object? K2 { get; init; }

    public object? K3 { get; init; }

    public object? V0 { get; init; }

    public object? V1 { get; init; }

    public object? V2 { get; init; }

    public object? V3 { get; init; }

    public object? V4 { get; init; }

    public object? V5 { get; init; }

    public object? V6 { get; init; }

    public object? V7 { get; init; }

    public object? V8 { get; init; }

    public object? V9 { get; init; }

    public object? V10 { get; init; }

    public object? V11 { get; init; }

    public object? V12 { get; init; }

    public object? V13 { get; init; }

    public object? V14 { get; init; }

    public object? V15 { get; init; }

    public object? Value(int column) => column switch
    {
        0 => V0,
        1 => V1,
        2 => V2,
        3 => V3,
        4 => V4,
        5 => V5,
        6 => V6,
        7 => V7,
        8 => V8,
        9 => V9,
        10 => V10,
        11 => V11,
        12 => V12,
        13 => V13,
        14 => V14,
        _ => V15,
    };

    public IEnumerable<object?> Keys(int count) => new[] { K0, K1, K2, K3 }.Take(count);
}
