using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Authentication.Features.ShowDashboard;

/// <summary>Leaves out a part of the dashboard that fails, and logs why. AUTH-091.</summary>
public sealed class PanelGuard : ErrorBoundaryBase
{
    [Inject]
    private ILogger<PanelGuard> Logger { get; set; } = null!;

    /// <summary>The component that is guarded.</summary>
    [Parameter, EditorRequired]
    public required Type Panel { get; set; }

    /// <summary>Whose dashboard it is.</summary>
    [Parameter, EditorRequired]
    public required AccessSnapshot User { get; set; }

    /// <inheritdoc />
    protected override Task OnErrorAsync(Exception exception)
    {
        Logger.LogError(exception, "The dashboard part {Panel} failed and was left out.", Panel.Name);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (CurrentException is null)
        {
            builder.OpenComponent(0, Panel);
            builder.AddComponentParameter(1, nameof(IDashboardPanel.User), User);
            builder.CloseComponent();
        }
    }
}
