using System.Collections.Concurrent;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Results;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Shared.Web.Localization;

/// <summary>
/// Finds a sentence by its key in the language of the request. The key's first segment names the module whose texts hold it,
/// so code that only passes keys along (flash messages, menu entries, refusals) needs to know no module.
/// </summary>
public sealed class Texts(IStringLocalizerFactory localizers, IEnumerable<IModule> modules)
{
    private readonly Dictionary<string, Type> _homes = modules
        .GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First().GetType(), StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, IStringLocalizer> _localizers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The sentence; the key itself when no text has it.</summary>
    /// <param name="key">For example <c>groupmanagement.join.state</c>; <c>web.</c> begins the frame's own.</param>
    /// <param name="arguments">Values for the placeholders.</param>
    public string Say(string key, params IReadOnlyList<string> arguments)
    {
        var localizer = LocalizerFor(key);
        return arguments.Count == 0 ? localizer[key] : localizer[key, [.. arguments]];
    }

    /// <summary>Why a rule said no.</summary>
    public string Say(Refusal refusal) => Say(refusal.Code, refusal.Arguments);

    /// <summary>The sentence for a number: key <c>…​.one</c>, <c>.few</c>, <c>.many</c> or <c>.other</c> as the language counts; the number is {0}.</summary>
    public string Count(string key, long number, params IReadOnlyList<string> arguments) =>
        LocalizerFor(key).Count(key, number, arguments);

    private IStringLocalizer LocalizerFor(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return _localizers.GetOrAdd(dot < 0 ? key : key[..dot], name => localizers.Create(_homes.GetValueOrDefault(name) ?? typeof(SharedWeb)));
    }
}
