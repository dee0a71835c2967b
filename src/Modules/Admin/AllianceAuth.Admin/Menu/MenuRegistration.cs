using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Admin.Features.DeleteMenuItem;
using AllianceAuth.Admin.Features.EditMenuItem;
using AllianceAuth.Admin.Features.HideMenuItem;
using AllianceAuth.Admin.Features.ListMenuItems;
using AllianceAuth.Admin.Features.MoveMenuItem;
using AllianceAuth.Admin.Features.ResetMenu;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Admin.Menu;

/// <summary>The part of the module that arranges the sidebar.</summary>
internal static class MenuRegistration
{
    public static void AddMenuAdministration(this IServiceCollection services)
    {
        services.AddSingleton<MenuArrangement>();
        services.AddSingleton<IMenuArrangement>(provider => provider.GetRequiredService<MenuArrangement>());
        services.AddScoped<MenuSync>();
        services.AddHostedService<MenuSyncAtStart>();
        services.WarmAtStart<IMenuArrangement>(async (menu, cancellationToken) => await menu.FindAsync(cancellationToken));
        services.AddScoped<MenuBoard>();
        services.AddScoped<MenuItemForms>();
        services.AddAdminSection("menu", "admin.app.menu");
        // The pages are the module's own: a list that is arranged, three forms. Index and history are everybody's.
        services.AddAdmin<AdminDb, MenuItem>("menu", "menuitem", admin => admin
            .Named("admin.menu.title", "admin.menu.item")
            .Icon("fa-solid fa-bars-staggered")
            .Called(i => i.Text)
            .Column("admin.menu.text", i => i.Text, c => c.Head())
            .OwnForm());
    }

    public static void MapMenuAdministration(this IEndpointRouteBuilder routes)
    {
        ListMenuItemsEndpoint.Map(routes);
        EditMenuItemEndpoint.Map(routes);
        MoveMenuItemEndpoint.Map(routes);
        HideMenuItemEndpoint.Map(routes);
        DeleteMenuItemEndpoint.Map(routes);
        ResetMenuEndpoint.Map(routes);
    }
}
