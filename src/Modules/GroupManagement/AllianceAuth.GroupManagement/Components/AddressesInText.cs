using System.Text.RegularExpressions;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Finds web addresses in what people wrote.</summary>
internal static partial class AddressesInText
{
    /// <summary>The text in pieces: addresses, and what stands between them.</summary>
    public static IEnumerable<string> Split(string text) => Address().Split(text).Where(part => part.Length > 0);

    // A full stop or bracket behind an address belongs to the sentence.
    [GeneratedRegex("(?<address>https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
