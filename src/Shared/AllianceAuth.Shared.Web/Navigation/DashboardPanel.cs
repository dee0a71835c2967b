using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>A part of the dashboard that a module adds. The component takes one parameter, <see cref="IDashboardPanel.User"/>.</summary>
/// <param name="Component">The component.</param>
/// <param name="Order">Lowest first.</param>
/// <param name="Width">How wide it is on a wide screen.</param>
/// <param name="VisibleTo">Who sees it; null for everybody.</param>
public sealed record DashboardPanel(Type Component, int Order, DashboardWidth Width, Func<AccessSnapshot, bool>? VisibleTo);

/// <summary>How wide a part of the dashboard is on a wide screen. UI-037, UI-038.</summary>
public enum DashboardWidth
{
    /// <summary>The main column.</summary>
    Main,

    /// <summary>The side column.</summary>
    Side,

    /// <summary>The whole width, below the columns.</summary>
    Full,
}

/// <summary>A component that stands on the dashboard.</summary>
public interface IDashboardPanel : IComponent
{
    /// <summary>Whose dashboard it is.</summary>
    AccessSnapshot User { get; set; }
}

/// <summary>Registers parts of the dashboard.</summary>
public static class DashboardPanelRegistration
{
    /// <summary>Adds a part to the dashboard.</summary>
    public static IServiceCollection AddDashboardPanel<TPanel>(
        this IServiceCollection services, int order, DashboardWidth width = DashboardWidth.Main, Func<AccessSnapshot, bool>? visibleTo = null)
        where TPanel : IDashboardPanel => services.AddSingleton(new DashboardPanel(typeof(TPanel), order, width, visibleTo));
}
