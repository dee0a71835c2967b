using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Authentication.Features.ShowDashboard;

/// <summary>Leaves out a part of the dashboard that fails, and logs why. AUTH-091.</summary>
public sealed class PanelGuard : ErrorBoundaryBase
{
    [Inject]
    private ILogger<PanelGuard> Logger { get; set; } = null!;

    /// <summary>What is guarded, for the log.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <inheritdoc />
    protected override Task OnErrorAsync(Exception exception)
    {
        Logger.LogError(exception, "The dashboard part {Panel} failed and was left out.", Name);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
        }
    }
}
