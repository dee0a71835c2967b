using Microsoft.AspNetCore.Components;

namespace AllianceAuth.Shared.Web.Responses;

/// <summary>A component that shows one view and can be sent alone, as the answer to an htmx request.</summary>
public interface IFragment<TView> : IComponent
{
    /// <summary>What it shows.</summary>
    TView View { get; set; }
}
