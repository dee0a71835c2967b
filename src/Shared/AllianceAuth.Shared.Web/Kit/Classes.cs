namespace AllianceAuth.Shared.Web.Kit;

/// <summary>Puts class names together.</summary>
public static class Classes
{
    /// <summary>The names with spaces between them; empty ones are left out.</summary>
    public static string Join(params ReadOnlySpan<string?> names)
    {
        var joined = new List<string>(names.Length);
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(name))
            {
                joined.Add(name.Trim());
            }
        }

        return string.Join(' ', joined);
    }
}
