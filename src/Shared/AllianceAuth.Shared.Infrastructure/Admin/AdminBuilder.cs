using System.Linq.Expressions;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Says how a model is administered. Whatever is not said has a sensible form; what is forbidden here is forbidden to superusers too.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
/// <typeparam name="TEntity">An entity with a key that stands in addresses.</typeparam>
public sealed class AdminBuilder<TDb, TEntity>
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

    /// <summary>A field of the form that is a property of the entity.</summary>
    /// <param name="text">Text key of the label; its last part is the field's name.</param>
    /// <param name="property">Text, number, yes or no, time, an enum, or somebody's id.</param>
    /// <param name="options">How it behaves.</param>
    public AdminBuilder<TDb, TEntity> Field<TValue>(string text, Expression<Func<TEntity, TValue>> property, Action<AdminFieldOptions>? options = null)
    {
        Plan.Fields.Add(AdminField<TDb, TEntity>.Of(text, property, options));
        return this;
    }

    /// <summary>A field of several ids or names that lives beside the entity: states of a group, members of a state.</summary>
    /// <param name="text">Text key of the label.</param>
    /// <param name="read">What it holds: numbers of the kind that the options name, or values of their choices.</param>
    /// <param name="write">Makes it hold what was chosen. Called before the save, when it is different; the entity of a new thing has its key by then.</param>
    /// <param name="options">Whose numbers they are, or which values can be chosen.</param>
    public AdminBuilder<TDb, TEntity> ListField(
        string text,
        Func<AdminWork<TDb>, TEntity, CancellationToken, Task<IReadOnlyCollection<string>>> read,
        Func<AdminWork<TDb>, TEntity, IReadOnlyCollection<string>, CancellationToken, Task> write,
        Action<AdminFieldOptions> options)
    {
        Plan.Fields.Add(AdminField<TDb, TEntity>.Of(text, read, write, options));
        return this;
    }

    /// <summary>Rows of another entity that are edited on the same page.</summary>
    /// <param name="text">Text key of the heading.</param>
    /// <param name="owner">The child's property that names its owner.</param>
    /// <param name="inline">Its fields.</param>
    public AdminBuilder<TDb, TEntity> Inline<TChild>(string text, Expression<Func<TChild, object?>> owner, Action<AdminInlineBuilder<TDb, TChild>> inline)
        where TChild : class
    {
        ArgumentNullException.ThrowIfNull(inline);
        var builder = new AdminInlineBuilder<TDb, TChild>(text, owner);
        inline(builder);
        Plan.Inlines.Add(builder.Build<TEntity>());
        return this;
    }

    /// <summary>Makes the entity of a new thing. By its parameterless constructor when nothing is said.</summary>
    public AdminBuilder<TDb, TEntity> Create(Func<AdminWork<TDb>, TEntity> create)
    {
        Plan.Create = create;
        return this;
    }

    /// <summary>Judges what the form made of the entity, before it is saved: field (the last part of its key, or empty for the whole) and why not.</summary>
    public AdminBuilder<TDb, TEntity> Validate(Func<AdminWork<TDb>, TEntity, CancellationToken, Task<IReadOnlyList<(string Field, Refusal Refusal)>>> validate)
    {
        Plan.Validate.Add(validate);
        return this;
    }

    /// <summary>Done before the save, in its transaction: raise the module's own events, or set what goes with it.</summary>
    public AdminBuilder<TDb, TEntity> Saving(Func<AdminWork<TDb>, TEntity, AdminVerb, CancellationToken, Task> saving)
    {
        Plan.Saving.Add(saving);
        return this;
    }

    /// <summary>Done after the commit: drop caches, queue a job.</summary>
    public AdminBuilder<TDb, TEntity> Saved(Func<AdminWork<TDb>, TEntity, AdminVerb, CancellationToken, Task> saved)
    {
        Plan.Saved.Add(saved);
        return this;
    }

    /// <summary>Deletes instead of the framework: send the module's command. The framework records the history of those it did not name a refusal for.</summary>
    public AdminBuilder<TDb, TEntity> Deletes(Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<AdminDone>> delete, bool recordsHistory = false)
    {
        (Plan.Delete, Plan.DeleteRecords) = (delete, recordsHistory);
        return this;
    }

    /// <summary>Why one may not be deleted; null when it may.</summary>
    public AdminBuilder<TDb, TEntity> KeepsFromDeleting(Func<AdminWork<TDb>, TEntity, Refusal?> keeps)
    {
        Plan.KeepsFromDeleting = keeps;
        return this;
    }

    /// <summary>What else goes, beyond what foreign keys tell.</summary>
    public AdminBuilder<TDb, TEntity> AlsoGoes(Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<IReadOnlyList<AdminConsequence>>> also)
    {
        Plan.AlsoGoes.Add(also);
        return this;
    }

    /// <summary>What rows of another entity of the module are called when they go with this one. Text key with plural forms.</summary>
    public AdminBuilder<TDb, TEntity> GoesWith<TChild>(string text)
    {
        Plan.ChildTexts[typeof(TChild)] = text;
        return this;
    }

    /// <summary>Something done to many rows at once.</summary>
    /// <param name="text">Text key of the button; its last part names the action in the form.</param>
    /// <param name="act">Does it to up to a hundred rows. Saving is done by the framework.</param>
    /// <param name="options">What it needs and how it is asked about.</param>
    public AdminBuilder<TDb, TEntity> Action(
        string text, Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<AdminDone>> act, Action<AdminActionOptions>? options = null)
    {
        Plan.Actions.Add(new AdminAction<TDb, TEntity>(text, act, options));
        return this;
    }

    /// <summary>What the form shows before it is saved: who gains, who loses.</summary>
    /// <param name="component">A component with one parameter <c>View</c>.</param>
    /// <param name="preview">Its view, from the entity as it would be; null for nothing to show. Nothing of it is saved.</param>
    public AdminBuilder<TDb, TEntity> Preview(Type component, Func<AdminWork<TDb>, TEntity, CancellationToken, Task<object?>> preview)
    {
        (Plan.PreviewComponent, Plan.Preview) = (component, preview);
        return this;
    }

    /// <summary>The module has pages of its own for one: <c>…/add/</c> and <c>…/change/</c> below the model's address. List, delete and history stay here. ADM-038.</summary>
    public AdminBuilder<TDb, TEntity> OwnForm()
    {
        Plan.HasOwnForm = true;
        return this;
    }

    /// <summary>Every right needs that of this second model too, as stand-in models of Alliance Auth do.</summary>
    public AdminBuilder<TDb, TEntity> AlsoNeeds(string app, string model)
    {
        Plan.Twin = (app, model);
        return this;
    }

    /// <summary>Whoever may open the administration may look.</summary>
    public AdminBuilder<TDb, TEntity> EveryStaffSees()
    {
        Plan.EveryStaffSees = true;
        return this;
    }

    /// <summary>Nobody adds one by hand.</summary>
    public AdminBuilder<TDb, TEntity> NoAdd()
    {
        Plan.CanAdd = false;
        return this;
    }

    /// <summary>Nobody changes one.</summary>
    public AdminBuilder<TDb, TEntity> NoChange()
    {
        Plan.CanChange = false;
        return this;
    }

    /// <summary>Nobody deletes one by hand.</summary>
    public AdminBuilder<TDb, TEntity> NoDelete()
    {
        Plan.CanDelete = false;
        return this;
    }

    /// <summary>To look at only.</summary>
    public AdminBuilder<TDb, TEntity> ReadOnly() => NoAdd().NoChange().NoDelete();
}

/// <summary>One choice of a filter.</summary>
/// <param name="Value">As it stands in the address.</param>
/// <param name="Text">Text key.</param>
/// <param name="Rows">The rows it leaves.</param>
public sealed record AdminChoice<TDb, TEntity>(string Value, string Text, Func<TDb, IQueryable<TEntity>, IQueryable<TEntity>> Rows);

/// <summary>Says which fields of a child are edited on its owner's page.</summary>
public sealed class AdminInlineBuilder<TDb, TChild>
    where TDb : ModuleDbContext
    where TChild : class
{
    private readonly string _text;
    private readonly LambdaExpression _owner;
    private readonly List<AdminField<TDb, TChild>> _fields = [];
    private bool _canAdd = true;
    private bool _canDelete = true;
    private Func<AdminWork<TDb>, TChild>? _create;

    internal AdminInlineBuilder(string text, LambdaExpression owner) => (_text, _owner) = (text, owner);

    /// <summary>A field of the child.</summary>
    public AdminInlineBuilder<TDb, TChild> Field<TValue>(string text, Expression<Func<TChild, TValue>> property, Action<AdminFieldOptions>? options = null)
    {
        _fields.Add(AdminField<TDb, TChild>.Of(text, property, options));
        return this;
    }

    /// <summary>Makes the entity of a new row.</summary>
    public AdminInlineBuilder<TDb, TChild> Create(Func<AdminWork<TDb>, TChild> create)
    {
        _create = create;
        return this;
    }

    /// <summary>No row is added here.</summary>
    public AdminInlineBuilder<TDb, TChild> NoAdd()
    {
        _canAdd = false;
        return this;
    }

    /// <summary>No row is deleted here.</summary>
    public AdminInlineBuilder<TDb, TChild> NoDelete()
    {
        _canDelete = false;
        return this;
    }

    internal IAdminInline<TDb, TOwner> Build<TOwner>()
        where TOwner : class => new AdminInline<TDb, TOwner, TChild>(_text, _owner, _fields, _create, _canAdd, _canDelete);
}
