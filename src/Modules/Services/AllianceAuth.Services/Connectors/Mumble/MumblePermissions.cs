using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.Mumble;

/// <summary>Permissions of Mumble, with the codenames of Alliance Auth.</summary>
internal static class MumblePermissions
{
    public const string Access = "mumble.access_mumble";

    /// <summary>Makes links for guests. MUM-053.</summary>
    public const string CreateLinks = "mumbletemps.create_new_links";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        new(Access, "Can access the Mumble service") { Model = "mumbleuser", Service = "Mumble" },
        new(CreateLinks, "Can create new guest links") { Model = "mumbletemps" },
        .. PermissionDeclaration.Standard("mumble", "mumbleuser"),
    ];
}
