using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Security;

/// <summary>In development each answer says which slice made it: <c>X-Slice: GroupManagement/JoinGroup</c>, from the endpoint's own method.</summary>
internal sealed class SliceHeaderMiddleware(RequestDelegate next)
{
    private const string Root = "AllianceAuth.";
    private const string Features = ".Features.";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace is { } home && Slice(home) is { } slice)
        {
            http.Response.Headers["X-Slice"] = slice;
        }

        return next(http);
    }

    internal static string? Slice(string home)
    {
        if (!home.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        var inside = home[Root.Length..];
        var features = inside.IndexOf(Features, StringComparison.Ordinal);
        return features < 0 ? inside.Replace('.', '/') : $"{inside[..features]}/{inside[(features + Features.Length)..].Replace('.', '/')}";
    }
}
