using System.Linq.Expressions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <content>What may be changed, and how: form, deletion, actions, rights.</content>
public sealed partial class AdminBuilder<TDb, TEntity>
{
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
        Plan.KeepsFromDeleting = (work, _, _) => Task.FromResult<Func<TEntity, Refusal?>>(row => keeps(work, row));
        return this;
    }

    /// <summary>The same, where something must be read first: once, for all that would go.</summary>
    public AdminBuilder<TDb, TEntity> KeepsFromDeleting(Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<Func<TEntity, Refusal?>>> keeps)
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

    /// <summary>What deleting these does to everybody's access: the question before it shows who loses what.</summary>
    public AdminBuilder<TDb, TEntity> TakesAccess(Func<AdminWork<TDb>, IReadOnlyList<TEntity>, DifferenceListing, CancellationToken, Task<AccessDifference>> forecast)
    {
        Plan.TakesAccess = forecast;
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

    /// <summary>A button above the list that posts to an address of the module's own.</summary>
    /// <param name="text">Text key.</param>
    /// <param name="icon">Font Awesome classes.</param>
    /// <param name="path">Local address; it judges by itself who may.</param>
    public AdminBuilder<TDb, TEntity> Button(string text, string icon, string path)
    {
        Plan.Buttons.Add(new(text, icon, path));
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

    /// <summary>The preview follows what is typed, and stands there from the start. For previews that take no time.</summary>
    public AdminBuilder<TDb, TEntity> PreviewWhileTyping()
    {
        Plan.PreviewsWhileTyping = true;
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
