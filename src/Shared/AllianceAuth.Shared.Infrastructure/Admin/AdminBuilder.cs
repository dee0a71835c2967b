using System.Linq.Expressions;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Says how a model is administered. Whatever is not said has a sensible form; what is forbidden here is forbidden to superusers too.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
/// <typeparam name="TEntity">An entity with a key that stands in addresses.</typeparam>
public sealed partial class AdminBuilder<TDb, TEntity>
    where TDb : ModuleDbContext
    where TEntity : class
{
    internal AdminBuilder(string app, string model) => Plan = new AdminPlan<TDb, TEntity>(app, model);

    internal AdminPlan<TDb, TEntity> Plan { get; }

    /// <summary>What it is called: many of it, one of it. Text keys.</summary>
    public AdminBuilder<TDb, TEntity> Named(string many, string one)
    {
        (Plan.Many, Plan.One) = (many, one);
        return this;
    }

    /// <summary>Font Awesome classes.</summary>
    public AdminBuilder<TDb, TEntity> Icon(string css)
    {
        Plan.Icon = css;
        return this;
    }

    /// <summary>What one is called on its pages and in the history. The head column when nothing is said.</summary>
    public AdminBuilder<TDb, TEntity> Called(Expression<Func<TEntity, string>> name)
    {
        Plan.Name = name;
        return this;
    }

    /// <summary>Only these rows exist for the administration.</summary>
    public AdminBuilder<TDb, TEntity> Where(Expression<Func<TEntity, bool>> rows)
    {
        Plan.Rows = rows;
        return this;
    }

    /// <summary>A column. The last part of its text key is its name in addresses.</summary>
    /// <param name="text">Text key of the head.</param>
    /// <param name="value">Read and sorted by the database.</param>
    /// <param name="options">How it looks.</param>
    public AdminBuilder<TDb, TEntity> Column<TValue>(string text, Expression<Func<TEntity, TValue>> value, Action<AdminColumnOptions>? options = null)
    {
        Plan.Columns.Add(AdminColumn<TDb, TEntity>.Of(text, value, typeof(TValue), options));
        return this;
    }

    /// <summary>A column of something that hangs on the row: <c>(db, s) => db.Users.Count(u => u.State == s.Id)</c>.</summary>
    public AdminBuilder<TDb, TEntity> Column<TValue>(string text, Expression<Func<TDb, TEntity, TValue>> value, Action<AdminColumnOptions>? options = null)
    {
        Plan.Columns.Add(AdminColumn<TDb, TEntity>.Of(text, value, typeof(TValue), options));
        return this;
    }

    /// <summary>A column that code fills from the row and from what <see cref="Load"/> brought.</summary>
    public AdminBuilder<TDb, TEntity> Show(string text, Func<TEntity, object?, AdminCell> cell, Action<AdminColumnOptions>? options = null)
    {
        Plan.Columns.Add(AdminColumn<TDb, TEntity>.Of(text, cell, sort: null, options));
        return this;
    }

    /// <summary>The same, sorted by what the database can sort by.</summary>
    public AdminBuilder<TDb, TEntity> Show<TSort>(
        string text, Func<TEntity, object?, AdminCell> cell, Expression<Func<TEntity, TSort>> sortedBy, Action<AdminColumnOptions>? options = null)
    {
        Plan.Columns.Add(AdminColumn<TDb, TEntity>.Of(text, cell, sortedBy, options));
        return this;
    }

    /// <summary>Reads once for all rows of a page what <see cref="Show"/> needs beside them: many at once, one statement.</summary>
    public AdminBuilder<TDb, TEntity> Load(Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<object?>> load)
    {
        Plan.Load = load;
        return this;
    }

    /// <summary>A filter with the values that occur.</summary>
    /// <param name="text">Text key; its last part is the filter's name in addresses.</param>
    /// <param name="value">What is compared.</param>
    /// <param name="options">As for a column: whose number it is, or which words it has.</param>
    public AdminBuilder<TDb, TEntity> Filter<TValue>(string text, Expression<Func<TEntity, TValue>> value, Action<AdminColumnOptions>? options = null)
    {
        Plan.Filters.Add(AdminFilter<TDb, TEntity>.Of(text, value, label: null, options));
        return this;
    }

    /// <summary>A filter with the values that occur, each under a label of its own.</summary>
    public AdminBuilder<TDb, TEntity> Filter<TValue>(string text, Expression<Func<TEntity, TValue>> value, Expression<Func<TEntity, string?>> label)
    {
        Plan.Filters.Add(AdminFilter<TDb, TEntity>.Of(text, value, label, options: null));
        return this;
    }

    /// <summary>A filter of fixed choices.</summary>
    public AdminBuilder<TDb, TEntity> Filter(string text, params IReadOnlyList<AdminChoice<TDb, TEntity>> choices)
    {
        Plan.Filters.Add(AdminFilter<TDb, TEntity>.Of(text, choices));
        return this;
    }

    /// <summary>A filter of the module's own making.</summary>
    /// <param name="text">Text key; its last part is the filter's name in addresses.</param>
    /// <param name="options">What can be chosen.</param>
    /// <param name="apply">Rows that have one of the chosen values.</param>
    public AdminBuilder<TDb, TEntity> Filter(
        string text,
        Func<AdminWork<TDb>, CancellationToken, Task<IReadOnlyList<AdminOption>>> options,
        Func<TDb, IQueryable<TEntity>, IReadOnlyList<string>, IQueryable<TEntity>> apply)
    {
        Plan.Filters.Add(new AdminFilter<TDb, TEntity>(text, options, apply));
        return this;
    }

    /// <summary>A filter by what another module knows: ask it, and say which rows those are.</summary>
    /// <param name="text">Text key; its last part is the filter's name in addresses.</param>
    /// <param name="options">What can be chosen.</param>
    /// <param name="having">Rows that have one of the chosen values.</param>
    public AdminBuilder<TDb, TEntity> Filter(
        string text,
        Func<AdminWork<TDb>, CancellationToken, Task<IReadOnlyList<AdminOption>>> options,
        Func<AdminWork<TDb>, IReadOnlyList<string>, CancellationToken, Task<Expression<Func<TEntity, bool>>>> having)
    {
        Plan.Filters.Add(new AdminFilter<TDb, TEntity>(
            text, options, async (work, rows, values, cancellationToken) => rows.Where(await having(work, values, cancellationToken))));
        return this;
    }

    /// <summary>Texts that the search looks through. Give each a trigram index when there may be many rows.</summary>
    public AdminBuilder<TDb, TEntity> Search(params IReadOnlyList<Expression<Func<TEntity, string?>>> texts)
    {
        Plan.Search.AddRange(texts);
        return this;
    }

    /// <summary>Text key of what stands in the empty search field.</summary>
    public AdminBuilder<TDb, TEntity> SearchHint(string text)
    {
        Plan.SearchHint = text;
        return this;
    }

    /// <summary>Also finds rows by what another module knows: ask it, and say which rows those are. Null for none.</summary>
    public AdminBuilder<TDb, TEntity> SearchAlso(Func<AdminWork<TDb>, string, CancellationToken, Task<Expression<Func<TEntity, bool>>?>> search)
    {
        Plan.SearchAlso.Add(search);
        return this;
    }

    /// <summary>The order of a list that nobody sorted.</summary>
    public AdminBuilder<TDb, TEntity> OrderBy<TValue>(Expression<Func<TEntity, TValue>> value)
    {
        (Plan.Order, Plan.OrderDescends) = (value, false);
        return this;
    }

    /// <summary>The order of a list that nobody sorted, highest first.</summary>
    public AdminBuilder<TDb, TEntity> OrderByDescending<TValue>(Expression<Func<TEntity, TValue>> value)
    {
        (Plan.Order, Plan.OrderDescends) = (value, true);
        return this;
    }
}

/// <summary>One choice of a filter.</summary>
/// <param name="Value">As it stands in the address.</param>
/// <param name="Text">Text key.</param>
/// <param name="Rows">The rows it leaves.</param>
public sealed record AdminChoice<TDb, TEntity>(string Value, string Text, Func<TDb, IQueryable<TEntity>, IQueryable<TEntity>> Rows);
