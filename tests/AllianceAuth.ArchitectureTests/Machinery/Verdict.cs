namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>Says who breaks a rule, all of them at once and unshortened.</summary>
internal static class Verdict
{
    public static void Clean(string rule, IEnumerable<string> offences)
    {
        var found = offences.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
