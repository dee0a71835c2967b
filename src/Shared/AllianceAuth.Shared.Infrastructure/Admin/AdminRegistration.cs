using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Registers what modules want administered.</summary>
public static class AdminRegistration
{
    /// <summary>
    /// Gives a model a list, pages to add, change and delete, bulk actions and a history below <c>/admin/app/model/</c>. Who may what is decided by
    /// <c>app.view_model</c>, <c>add_</c>, <c>change_</c> and <c>delete_</c>: the module declares them with <c>PermissionDeclaration.Standard</c>.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="app">The app part of address and permissions, as in Alliance Auth.</param>
    /// <param name="model">The model part.</param>
    /// <param name="admin">What the pages show and allow.</param>
    public static IServiceCollection AddAdmin<TDb, TEntity>(this IServiceCollection services, string app, string model, Action<AdminBuilder<TDb, TEntity>> admin)
        where TDb : ModuleDbContext
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(admin);
        var builder = new AdminBuilder<TDb, TEntity>(app, model);
        admin(builder);
        return services.AddSingleton<IAdminModel>(new AdminModel<TDb, TEntity>(builder.Plan));
    }

    /// <summary>Says what the models of an app stand under on the administration's first page; apps under the same words stand together.</summary>
    /// <param name="services">The container.</param>
    /// <param name="app">The app.</param>
    /// <param name="text">Text key of the heading.</param>
    public static IServiceCollection AddAdminSection(this IServiceCollection services, string app, string text) => services.AddSingleton(new AdminSection(app, text));

    /// <summary>Gives a short list that lives in code a page to look at, searched and filtered in memory.</summary>
    /// <param name="services">The container.</param>
    /// <param name="app">The app part of address and permission.</param>
    /// <param name="model">The model part.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="key">What names a row in addresses.</param>
    /// <param name="admin">What the page shows.</param>
    public static IServiceCollection AddAdminList<TRow>(
        this IServiceCollection services,
        string app,
        string model,
        Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<TRow>>> rows,
        Func<TRow, string> key,
        Action<AdminListBuilder<TRow>> admin)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(admin);
        var builder = new AdminListBuilder<TRow>(app, model);
        admin(builder);
        return services.AddSingleton<IAdminModel>(new AdminMemoryModel<TRow>(builder, rows, key));
    }
}

/// <summary>What the models of an app stand under on the administration's first page.</summary>
/// <param name="App">The app.</param>
/// <param name="Text">Text key of the heading.</param>
public sealed record AdminSection(string App, string Text);
