using System.Linq.Expressions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>What a module said about one model.</summary>
internal sealed class AdminPlan<TDb, TEntity>(string app, string model)
    where TDb : ModuleDbContext
    where TEntity : class
{
    public string App { get; } = app;

    public string Model { get; } = model;

    public string Many { get; set; } = "";

    public string One { get; set; } = "";

    public string Icon { get; set; } = "fa-solid fa-table-list";

    public Expression<Func<TEntity, string>>? Name { get; set; }

    public Expression<Func<TEntity, bool>>? Rows { get; set; }

    public List<AdminColumn<TDb, TEntity>> Columns { get; } = [];

    public Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<object?>>? Load { get; set; }

    public List<AdminFilter<TDb, TEntity>> Filters { get; } = [];

    public List<Expression<Func<TEntity, string?>>> Search { get; } = [];

    public List<Func<AdminWork<TDb>, string, CancellationToken, Task<Expression<Func<TEntity, bool>>?>>> SearchAlso { get; } = [];

    public string? SearchHint { get; set; }

    public LambdaExpression? Order { get; set; }

    public bool OrderDescends { get; set; }

    public List<AdminField<TDb, TEntity>> Fields { get; } = [];

    public List<IAdminInline<TDb, TEntity>> Inlines { get; } = [];

    public Func<AdminWork<TDb>, TEntity>? Create { get; set; }

    public List<Func<AdminWork<TDb>, TEntity, CancellationToken, Task<IReadOnlyList<(string Field, Refusal Refusal)>>>> Validate { get; } = [];

    public List<Func<AdminWork<TDb>, TEntity, AdminVerb, CancellationToken, Task>> Saving { get; } = [];

    public List<Func<AdminWork<TDb>, TEntity, AdminVerb, CancellationToken, Task>> Saved { get; } = [];

    public Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<AdminDone>>? Delete { get; set; }

    public bool DeleteRecords { get; set; }

    public Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<Func<TEntity, Refusal?>>>? KeepsFromDeleting { get; set; }

    public List<Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<IReadOnlyList<AdminConsequence>>>> AlsoGoes { get; } = [];

    public Func<AdminWork<TDb>, IReadOnlyList<TEntity>, DifferenceListing, CancellationToken, Task<AccessDifference>>? TakesAccess { get; set; }

    public Dictionary<Type, string> ChildTexts { get; } = [];

    public List<AdminAction<TDb, TEntity>> Actions { get; } = [];

    public bool PreviewsWhileTyping { get; set; }

    public List<AdminButtonInfo> Buttons { get; } = [];

    public Type? PreviewComponent { get; set; }

    public Func<AdminWork<TDb>, TEntity, CancellationToken, Task<object?>>? Preview { get; set; }

    public bool HasOwnForm { get; set; }

    public (string App, string Model)? Twin { get; set; }

    public bool EveryStaffSees { get; set; }

    public bool CanAdd { get; set; } = true;

    public bool CanChange { get; set; } = true;

    public bool CanDelete { get; set; } = true;

    /// <summary>The last part of a text key, which names the thing in addresses and forms.</summary>
    public static string KeyOf(string text) => text[(text.LastIndexOf('.') + 1)..];
}

/// <summary>A bulk action.</summary>
internal sealed class AdminAction<TDb, TEntity>
    where TDb : ModuleDbContext
    where TEntity : class
{
    public AdminAction(string text, Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<AdminDone>> act, Action<AdminActionOptions>? options)
    {
        var chosen = new AdminActionOptions();
        options?.Invoke(chosen);
        Act = act;
        Info = new AdminActionInfo(
            AdminPlan<TDb, TEntity>.KeyOf(text), text, chosen.IconCss, chosen.ConsequenceKey, chosen.IsDanger, chosen.IsJob, chosen.Verb, chosen.OnlySuperuser);
    }

    public AdminActionInfo Info { get; }

    public Func<AdminWork<TDb>, IReadOnlyList<TEntity>, CancellationToken, Task<AdminDone>> Act { get; }
}
