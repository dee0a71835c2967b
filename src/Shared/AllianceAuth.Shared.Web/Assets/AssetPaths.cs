using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;

namespace AllianceAuth.Shared.Web.Assets;

/// <summary>
/// Addresses of our static files with a mark of their content, so that browsers may keep them for a year and still see a new version at once.
/// </summary>
public sealed class AssetPaths(IWebHostEnvironment environment)
{
    internal const string Base = "/_content/AllianceAuth.Shared.Web/";

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The address of a file of the shared library, for example <c>css/app.css</c>; a path with a leading slash is any file of the site.</summary>
    public string this[string path] => _known.GetOrAdd(path, Mark);

    private string Mark(string path)
    {
        var address = path.StartsWith('/') ? path : Base + path;
        var file = environment.WebRootFileProvider.GetFileInfo(address);
        return file.Exists && !file.IsDirectory ? $"{address}?v={Hash(file)}" : address;
    }

    private static string Hash(IFileInfo file)
    {
        using var content = file.CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(content))[..12];
    }
}
