namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>The names under which an entry can be removed: everything, its own key, its tags.</summary>
internal static class CacheNames
{
    public const string Everything = "*";

    public static string OfKey(string key) => "k:" + key;

    public static string OfTag(string tag) => tag == Everything ? Everything : "t:" + tag;

    public static string[] Of(string key, IEnumerable<string>? tags) =>
        tags is null ? [Everything, OfKey(key)] : [Everything, OfKey(key), .. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(OfTag)];
}
