using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace AllianceAuth.Shared.Web.Tables;

/// <summary>Renders its content after the components before it were set up, so that a table knows its columns.</summary>
public sealed class Deferred : ComponentBase
{
    /// <summary>What to render.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddContent(0, ChildContent);
    }
}
