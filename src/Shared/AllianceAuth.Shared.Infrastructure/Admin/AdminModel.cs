using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>A registered model: rights, list, and the ways to its form, its deletion and its actions.</summary>
internal sealed class AdminModel<TDb, TEntity> : IAdminModel
    where TDb : ModuleDbContext
    where TEntity : class
{
    private readonly AdminPlan<TDb, TEntity> _plan;

    public AdminModel(AdminPlan<TDb, TEntity> plan)
    {
        if (plan.Many.Length == 0 || plan.Columns.Count is 0 or > AdminRow<TEntity>.MostColumns)
        {
            throw new InvalidOperationException($"{plan.App}.{plan.Model} needs a name and 1 to {AdminRow<TEntity>.MostColumns} columns.");
        }

        _plan = plan;
        var head = Math.Max(plan.Columns.FindIndex(c => c.Options.IsHead), 0);
        About = new AdminDescription(
            plan.App,
            plan.Model,
            plan.Many,
            plan.One,
            plan.Icon,
            [.. plan.Columns.Select((c, i) => c.Info(i == head))],
            [.. plan.Filters.Select(f => f.Info)],
            [.. plan.Actions.Select(a => a.Info)])
        {
            SearchHint = plan.Search.Count + plan.SearchAlso.Count == 0 ? null : plan.SearchHint ?? "admin.list.search",
            DefaultSort = SortKey(plan),
            HasOwnForm = plan.HasOwnForm,
            Buttons = plan.Buttons,
            PreviewComponent = plan.PreviewComponent,
            PreviewsWhileTyping = plan.PreviewsWhileTyping,
            Picks = [.. plan.Fields.Select(f => f.Picked).OfType<AdminReferenceKind>().Concat(plan.Inlines.SelectMany(i => i.Picks)).Distinct()],
        };
    }

    public AdminDescription About { get; }

    public AdminRights RightsOf(AccessSnapshot user)
    {
        if (user is not { IsActive: true } || !(user.IsStaff || user.IsSuperuser))
        {
            return new(false, false, false, false);
        }

        bool Holds(string verb) => user.Has($"{_plan.App}.{verb}_{_plan.Model}") && (_plan.Twin is not { } twin || user.Has($"{twin.App}.{verb}_{twin.Model}"));
        var change = _plan.CanChange && Holds("change");
        return new(_plan.EveryStaffSees || Holds("view") || change, _plan.CanAdd && Holds("add"), change, _plan.CanDelete && Holds("delete"));
    }

    public Task<AdminList> ListAsync(AdminAsk ask, AdminListAsk list, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return Reader(work).PageAsync(work, list, cancellationToken);
    }

    public IAsyncEnumerable<AdminListRow> AllAsync(AdminAsk ask, AdminListAsk list, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return Reader(work).EveryAsync(work, list, cancellationToken);
    }

    public Task<IReadOnlyList<string>> KeysAsync(AdminAsk ask, AdminListAsk list, int most, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return Reader(work).KeysAsync(work, list, most, cancellationToken);
    }

    public async Task<IReadOnlyList<AdminFilterChoices>> FilterChoicesAsync(AdminAsk ask, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        List<AdminFilterChoices> choices = [];
        foreach (var filter in _plan.Filters)
        {
            choices.Add(new(filter.Info.Key, await filter.OptionsAsync(work, cancellationToken)));
        }

        return choices;
    }

    public Task<long> CountAsync(AdminAsk ask, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return Reader(work).All(work.Db).LongCountAsync(cancellationToken);
    }

    public async Task<string?> NameAsync(AdminAsk ask, string key, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        var keys = Keys(work);
        var entity = await Reader(work).All(work.Db).AsNoTracking().SingleOrDefaultAsync(keys.Having([key]), cancellationToken);
        return entity is null ? null : await AdminNaming<TDb, TEntity>.OneAsync(_plan, work, entity, key, cancellationToken);
    }

    public Task<AdminForm?> FormAsync(AdminAsk ask, string? key, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return new AdminForms<TDb, TEntity>(_plan, Keys(work), Reader(work)).FormAsync(work, key, RightsOf(ask.Actor), cancellationToken);
    }

    public Task<AdminSaveResult?> SaveAsync(AdminAsk ask, string? key, IFormCollection sent, bool dryRun, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return new AdminForms<TDb, TEntity>(_plan, Keys(work), Reader(work)).SaveAsync(work, key, sent, dryRun, cancellationToken);
    }

    public Task<AdminDeletion> DeletionAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return new AdminDeletions<TDb, TEntity>(_plan, Keys(work), Reader(work)).PreviewAsync(work, keys, cancellationToken);
    }

    public Task<AccessDifference?> AccessWithoutAsync(AdminAsk ask, IReadOnlyList<string> keys, DifferenceListing listing, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return new AdminDeletions<TDb, TEntity>(_plan, Keys(work), Reader(work)).AccessWithoutAsync(work, keys, listing, cancellationToken);
    }

    public Task<AdminDone> DeleteAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        return new AdminDeletions<TDb, TEntity>(_plan, Keys(work), Reader(work)).DeleteAsync(work, keys, cancellationToken);
    }

    public async Task<AdminDone> ActAsync(AdminAsk ask, string action, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var work = Work(ask);
        var chosen = _plan.Actions.Find(a => a.Info.Key == action) ?? throw new ArgumentException($"{_plan.App}.{_plan.Model} has no action {action}.", nameof(action));
        var rows = await Reader(work).All(work.Db).Where(Keys(work).Having(keys)).ToListAsync(cancellationToken);
        var done = await chosen.Act(work, rows, cancellationToken);
        await work.Db.SaveChangesAsync(cancellationToken);
        return done;
    }

    private AdminWork<TDb> Work(AdminAsk ask) => new(ask.Services.GetRequiredService<TDb>(), ask.Services, ask.Actor, ask.Now, _plan.App, _plan.Model) { Stored = ask.Stored };

    private static AdminKeys<TEntity> Keys(AdminWork<TDb> work) => new(work.Db.Model);

    private AdminRowReader<TDb, TEntity> Reader(AdminWork<TDb> work) => new(_plan, Keys(work));

    // The same property, whatever the parameter is called.
    private static string MembersOf(System.Linq.Expressions.LambdaExpression value) => value.Body.ToString()[value.Parameters[^1].Name!.Length..];

    private static string? SortKey(AdminPlan<TDb, TEntity> plan)
    {
        var column = plan.Order is null ? null : plan.Columns.Find(c => c.Sort is { Parameters.Count: 1 } && c.Options.CanSort && MembersOf(c.Sort) == MembersOf(plan.Order));
        return column is null ? null : (plan.OrderDescends ? "-" : "") + AdminPlan<TDb, TEntity>.KeyOf(column.Text);
    }
}
