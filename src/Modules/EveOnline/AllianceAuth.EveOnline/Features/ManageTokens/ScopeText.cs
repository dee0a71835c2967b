using Microsoft.Extensions.Localization;

namespace AllianceAuth.EveOnline.Features.ManageTokens;

/// <summary>Says what a scope allows, in words.</summary>
internal static class ScopeText
{
    /// <summary>Our own sentence, or the scope's name made readable when we have none.</summary>
    public static string Help(IStringLocalizer<EveOnlineModule> texts, string scope)
    {
        var known = texts[$"eveonline.scope.{scope}"];
        return known.ResourceNotFound ? Readable(scope) : known.Value;
    }

    /// <summary><c>esi-killmails.read_killmails.v1</c> becomes "killmails: read killmails".</summary>
    public static string Readable(string scope)
    {
        var parts = scope.Split('.');
        var area = parts[0].StartsWith("esi-", StringComparison.Ordinal) ? parts[0][4..] : parts[0];
        return parts.Length < 2 ? area : $"{area}: {parts[1].Replace('_', ' ')}";
    }
}
