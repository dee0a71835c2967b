namespace AllianceAuth.Services.Connectors.Discord.Roles;

/// <summary>Decides which roles a member shall have. No I/O.</summary>
internal static class RoleRules
{
    /// <summary>Roles that are not ours: those that Discord manages, and those whose name is reserved. DISC-041.</summary>
    public static RoleList Persistent(RoleList current, IReadOnlyCollection<string> reserved) => current.Managed().Union(current.Named(reserved));

    /// <summary>All that the member shall have; null when they have it. DISC-042, DISC-043.</summary>
    /// <param name="current">What they have.</param>
    /// <param name="wanted">What our groups give them.</param>
    /// <param name="reserved">Names of roles that are not ours.</param>
    public static RoleList? Next(RoleList current, RoleList wanted, IReadOnlyCollection<string> reserved)
    {
        var persistent = Persistent(current, reserved);
        return wanted.Equals(current.Except(persistent)) ? null : wanted.Union(persistent);
    }
}
