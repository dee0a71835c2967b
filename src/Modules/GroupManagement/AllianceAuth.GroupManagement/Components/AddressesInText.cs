using System.Text.RegularExpressions;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Finds web addresses in what people wrote.</summary>
internal static partial class AddressesInText
{
    /// <summary>The text in pieces: addresses, and what stands between them.</summary>
    public static IEnumerable<string> Split(string text) => Address().Split(text).Where(part => part.Length > 0);

    // A full stop or bracket behind an address belongs to the sentence.
    [GeneratedRegex("(https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
