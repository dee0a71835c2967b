using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Keys of an entity as they stand in addresses: their parts joined by a tilde.</summary>
internal sealed class AdminKeys<TEntity>
    where TEntity : class
{
    private const char Joint = '~';

    private readonly IReadOnlyList<IProperty> _properties;

    public AdminKeys(IModel model)
    {
        var entity = model.FindEntityType(typeof(TEntity)) ?? throw new InvalidOperationException($"{typeof(TEntity).Name} is no entity of that database.");
        Entity = entity;
        _properties = entity.FindPrimaryKey()!.Properties;
    }

    public IEntityType Entity { get; }

    public int Count => _properties.Count;

    public static string Format(IEnumerable<object?> parts) => string.Join(Joint, parts.Select(AdminValues.Format));

    public string Of(DbContext db, TEntity entity) => Format(_properties.Select(p => db.Entry(entity).Property(p.Name).CurrentValue));

    public Expression Part(Expression row, int index) =>
        Expression.Call(typeof(EF), nameof(EF.Property), [_properties[index].ClrType], row, Expression.Constant(_properties[index].Name));

    /// <summary>Whether a property is part of the key.</summary>
    public bool Has(string property) => _properties.Any(p => p.Name == property);

    /// <summary>Rows with one of the keys; keys that make no sense are nobody's.</summary>
    public Expression<Func<TEntity, bool>> Having(IReadOnlyList<string> keys)
    {
        var row = Expression.Parameter(typeof(TEntity), "e");
        var parsed = keys.Select(Parse).OfType<object[]>().ToList();
        if (_properties.Count == 1)
        {
            return Expression.Lambda<Func<TEntity, bool>>(Contains(row, parsed), row);
        }

        Expression any = Expression.Constant(false);
        foreach (var key in parsed)
        {
            Expression all = Expression.Constant(true);
            for (var i = 0; i < _properties.Count; i++)
            {
                all = Expression.AndAlso(all, Expression.Equal(Part(row, i), Expression.Convert(AdminValues.Parameter(key[i]), _properties[i].ClrType)));
            }

            any = Expression.OrElse(any, all);
        }

        return Expression.Lambda<Func<TEntity, bool>>(any, row);
    }

    /// <summary>Sorted by key, so that no row is on two pages.</summary>
    public IOrderedQueryable<TEntity> ThenByKey(IOrderedQueryable<TEntity> rows)
    {
        for (var i = 0; i < _properties.Count; i++)
        {
            rows = AdminOrder.ThenBy(rows, LambdaOf(i));
        }

        return rows;
    }

    public LambdaExpression LambdaOf(int index)
    {
        var row = Expression.Parameter(typeof(TEntity), "e");
        return Expression.Lambda(Part(row, index), row);
    }

    private object[]? Parse(string key)
    {
        var parts = _properties.Count == 1 ? [key] : key.Split(Joint);
        if (parts.Length != _properties.Count)
        {
            return null;
        }

        var values = new object[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!AdminValues.TryParse(_properties[i].ClrType, parts[i], out var value))
            {
                return null;
            }

            values[i] = value!;
        }

        return values;
    }

    private MethodCallExpression Contains(Expression row, List<object[]> keys)
    {
        var type = _properties[0].ClrType;
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var key in keys)
        {
            list.Add(key[0]);
        }

        var sequence = typeof(IEnumerable<>).MakeGenericType(type);
        var parameter = (Expression)typeof(AdminValues).GetMethod(nameof(AdminValues.Parameter))!.MakeGenericMethod(sequence).Invoke(null, [list])!;
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [type], parameter, Part(row, 0));
    }
}

/// <summary>Sorting by what is only known as an expression.</summary>
internal static class AdminOrder
{
    public static IOrderedQueryable<TEntity> By<TEntity>(IQueryable<TEntity> rows, LambdaExpression value, bool descending) =>
        (IOrderedQueryable<TEntity>)rows.Provider.CreateQuery<TEntity>(Expression.Call(
            typeof(Queryable), descending ? nameof(Queryable.OrderByDescending) : nameof(Queryable.OrderBy), [typeof(TEntity), value.ReturnType], rows.Expression, Expression.Quote(value)));

    public static IOrderedQueryable<TEntity> ThenBy<TEntity>(IOrderedQueryable<TEntity> rows, LambdaExpression value) =>
        (IOrderedQueryable<TEntity>)rows.Provider.CreateQuery<TEntity>(Expression.Call(
            typeof(Queryable), nameof(Queryable.ThenBy), [typeof(TEntity), value.ReturnType], rows.Expression, Expression.Quote(value)));
}
