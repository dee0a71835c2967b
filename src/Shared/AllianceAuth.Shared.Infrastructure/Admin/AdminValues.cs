using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Values as they stand in addresses and forms, and expressions put together from what modules wrote.</summary>
internal static class AdminValues
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    public static string Format(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateTimeOffset at => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static bool TryParse(Type type, string text, out object? value)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        value = null;
        if (plain == typeof(string))
        {
            value = text;
        }
        else if (plain.IsEnum)
        {
            // Numbers would pass for names; only names are.
            value = Array.Find(Enum.GetNames(plain), name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse(plain, known) : null;
        }
        else if (plain == typeof(bool))
        {
            value = text is "true" or "false" ? text == "true" : null;
        }
        else if (plain == typeof(Guid))
        {
            value = Guid.TryParse(text, out var guid) ? guid : null;
        }
        else if (plain == typeof(DateTimeOffset))
        {
            value = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
        }
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            value = FromNumber(plain, number);
        }

        return value is not null;
    }

    /// <summary>The value of a number in one of our types; null when the type has no room for it.</summary>
    public static object? FromNumber(Type type, long number) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(long) => number,
        _ when number is < int.MinValue or > int.MaxValue => null,
        var t when t == typeof(int) => (int)number,
        var t when t == typeof(short) => number is < short.MinValue or > short.MaxValue ? null : (short)number,
        var t when t == typeof(UserId) => new UserId((int)number),
        var t when t == typeof(StateId) => new StateId((int)number),
        var t when t == typeof(GroupId) => new GroupId((int)number),
        var t when t == typeof(decimal) => (decimal)number,
        _ => null,
    };

    public static AdminReferenceKind? KindOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(UserId) => AdminReferenceKind.User,
        var t when t == typeof(StateId) => AdminReferenceKind.State,
        var t when t == typeof(GroupId) => AdminReferenceKind.Group,
        _ => null,
    };

    public static AdminReference? ReferenceOf(AdminReferenceKind? kind, object? value) => (kind, value) switch
    {
        (null, _) or (_, null) => null,
        (_, UserId user) => new(kind.Value, user.Value),
        (_, StateId state) => new(kind.Value, state.Value),
        (_, GroupId group) => new(kind.Value, group.Value),
        (_, long id) => new(kind.Value, id),
        (_, int id) => new(kind.Value, id),
        _ => null,
    };

    public static bool IsFew(AdminReferenceKind kind) => kind is AdminReferenceKind.State or AdminReferenceKind.Group or AdminReferenceKind.Faction;

    /// <summary>The body of what a module wrote, for this row and this database.</summary>
    public static Expression Inline(LambdaExpression written, Expression row, Expression db)
    {
        var last = written.Parameters[^1];
        var body = new Swap(last, row).Visit(written.Body)!;
        return written.Parameters.Count == 1 ? body : new Swap(written.Parameters[0], db).Visit(body)!;
    }

    /// <summary>A value that EF sends as a parameter; a constant would be a new statement each time.</summary>
    public static Expression Parameter<T>(T value) => Expression.Field(Expression.Constant(new Box<T> { Value = value }), nameof(Box<>.Value));

    private sealed class Box<T>
    {
        public T? Value;
    }

    private sealed class Swap(Expression from, Expression to) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }
}
