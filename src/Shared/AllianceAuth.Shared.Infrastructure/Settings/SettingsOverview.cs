using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Settings;

/// <summary>What the site runs with, section by section; never a secret.</summary>
public sealed class SettingsOverview
{
    // The parts of names that say a value opens doors, or holds what does.
    private static readonly string[] Secret = ["secret", "password", "key", "token", "connectionstring", "credential"];

    private readonly IServiceProvider _services;
    private readonly IReadOnlyList<SettingsPlace> _places;

    internal SettingsOverview(IServiceProvider services, IEnumerable<SettingsPlace> places) => (_services, _places) = (services, [.. places]);

    /// <summary>All sections, sorted.</summary>
    public IReadOnlyList<SettingsGroup> Read() =>
    [
        .. _places.GroupBy(p => p.Section, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new SettingsGroup(g.Key, [.. g.SelectMany(p => p.Read(_services)).SelectMany(v => Lines(v.Name, v.Value)).DistinctBy(l => l.Name).OrderBy(l => l.Name, StringComparer.Ordinal)])),
    ];

    /// <summary>Whether a value of this name is only said to be set.</summary>
    internal static bool IsSecret(string name) => Array.Exists(Secret, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<SettingsLine> Lines(string name, object? value)
    {
        if (IsSecret(name))
        {
            yield return new(name, null, IsSecret: true, IsSet: value is string { Length: > 0 } or not (null or string));
            yield break;
        }

        switch (value)
        {
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    foreach (var line in Lines($"{name}:{entry.Key}", entry.Value))
                    {
                        yield return line;
                    }
                }

                break;
            case string or null:
                yield return new(name, (string?)value ?? "", false, value is string { Length: > 0 });
                break;
            case IEnumerable list:
                yield return new(name, string.Join(", ", list.Cast<object?>().Select(Words)), false, true);
                break;
            default:
                yield return new(name, Words(value), false, true);
                break;
        }
    }

    private static string Words(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A section of settings.</summary>
/// <param name="Name">For example <c>Site</c>.</param>
/// <param name="Lines">Its values.</param>
public sealed record SettingsGroup(string Name, IReadOnlyList<SettingsLine> Lines);

/// <summary>One value.</summary>
/// <param name="Name">Its name within the section.</param>
/// <param name="Value">As text; null for a secret.</param>
/// <param name="IsSecret">Only whether it is set is told.</param>
/// <param name="IsSet">Whether there is a value.</param>
public sealed record SettingsLine(string Name, string? Value, bool IsSecret, bool IsSet);

/// <summary>A section and how its values are read.</summary>
internal sealed record SettingsPlace(string Section, Func<IServiceProvider, IEnumerable<(string Name, object? Value)>> Read)
{
    public static SettingsPlace Of<T>(string section)
        where T : class => new(section, services =>
    {
        var settings = services.GetRequiredService<IOptions<T>>().Value;
        return typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)
            .Select(p => (p.Name, p.GetValue(settings)));
    });
}
