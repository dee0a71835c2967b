using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Rendering;

/// <summary>
/// Renders a component and its layout to HTML: the framework's static renderer alone. What its <c>RazorComponentResult</c> puts around it
/// (streaming, stored state, bound forms, routing) no page of ours uses, and it took a fifth of a page's processor time.
/// </summary>
internal static class PageRenderer
{
    private static readonly ConcurrentDictionary<Type, Type?> Layouts = new();

    /// <summary>The finished page; nothing of the answer is touched but by the components themselves.</summary>
    public static async Task<Utf8Text> RenderAsync(HttpContext http, Type component, params IReadOnlyList<KeyValuePair<string, object?>> parameters)
    {
        var services = http.RequestServices;
        var (root, values) = InLayout(component, parameters);
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = new Utf8Text();
        try
        {
            await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(root, values)).WriteHtmlTo(html));
            return html;
        }
        catch
        {
            await html.DisposeAsync();
            throw;
        }
    }

    /// <summary>The outermost of the component, its layout, and the layout's own.</summary>
    private static (Type Root, ParameterView Values) InLayout(Type component, IReadOnlyList<KeyValuePair<string, object?>> parameters)
    {
        // The framework's LayoutView looks for the attribute by reflection in each request.
        while (Layouts.GetOrAdd(component, static c => c.GetCustomAttribute<LayoutAttribute>()?.LayoutType) is { } layout)
        {
            (component, parameters) = (layout, [new(nameof(LayoutComponentBase.Body), Content(component, parameters))]);
        }

        return (component, ParameterView.FromDictionary(new Dictionary<string, object?>(parameters, StringComparer.Ordinal)));
    }

    private static RenderFragment Content(Type component, IReadOnlyList<KeyValuePair<string, object?>> parameters) => builder =>
    {
        builder.OpenComponent(0, component);
        foreach (var (name, value) in parameters)
        {
            builder.AddComponentParameter(1, name, value);
        }

        builder.CloseComponent();
    };
}
