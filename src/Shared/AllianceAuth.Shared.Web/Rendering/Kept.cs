using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Rendering;

/// <summary>
/// Puts in a part that looks the same for everybody, as finished text instead of dozens of elements that are built anew for each page.
/// The part may depend on its <see cref="View"/> and the language alone.
/// </summary>
/// <typeparam name="TPart">The component that draws it.</typeparam>
public sealed class Kept<TPart> : IComponent
    where TPart : IComponent
{
    private RenderHandle _handle;

    [Inject]
    private KeptParts Parts { get; set; } = null!;

    [Inject]
    private IHttpContextAccessor Accessor { get; set; } = null!;

    /// <summary>What the part shows: a value that equals another one that shows the same; null when it has no <c>View</c>.</summary>
    [Parameter]
    public object? View { get; set; }

    /// <inheritdoc />
    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    /// <inheritdoc />
    public async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        var html = await Parts.FindAsync(Accessor.HttpContext!, typeof(TPart), View);
        _handle.Render(builder => builder.AddMarkupContent(0, html));
    }
}
