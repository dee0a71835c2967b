using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Rendering;

/// <summary>Gives the forms of a page their token, and the visitor the cookie that belongs to it.</summary>
internal sealed class FormTokens(IHttpContextAccessor accessor, IAntiforgery antiforgery, IOptions<AntiforgeryOptions> options) : AntiforgeryStateProvider
{
    // All forms of a page have the same.
    private AntiforgeryRequestToken? _token;

    /// <summary>What forms get instead of a token, while a page is drawn that is kept for others; null otherwise.</summary>
    public string? Placeholder { get; set; }

    public override AntiforgeryRequestToken? GetAntiforgeryToken() => Placeholder is { } place ? Field(place) : _token ??= Field(antiforgery.GetAndStoreTokens(accessor.HttpContext!).RequestToken!);

    private AntiforgeryRequestToken Field(string value) => new(value, options.Value.FormFieldName);
}
