using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Connectors.Example;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.TeamSpeak3;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth.</summary>
internal static class ServicesPermissions
{
    /// <summary>Read the state of all services, their accounts and what waits.</summary>
    public const string ViewHealth = "services.view_health";

    /// <summary>Pause and resume services, release the brake, have everything looked at.</summary>
    public const string ManageHealth = "services.manage_health";

    /// <summary>Send messages to one's own groups. Declared by Authentication, as in Alliance Auth.</summary>
    public const string Broadcast = "auth.jabber_broadcast";

    /// <summary>Send messages to every group and to everybody.</summary>
    public const string BroadcastToAll = "auth.jabber_broadcast_all";

    /// <summary>Whether somebody may send messages at all. SVC-054.</summary>
    public static bool MayBroadcast(AccessSnapshot user) => user.Has(Broadcast) || user.Has(BroadcastToAll);

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        new(ViewHealth, "Can see the health of services") { Model = "health" },
        new(ManageHealth, "Can pause services, release the brake and start checks") { Model = "health" },
        .. PermissionDeclaration.Standard("services", "nameformatconfig"),
        .. PermissionDeclaration.Standard("example", "exampleuser"),
        new(ExampleConnector.AccessPermission, "Can access the Example service") { Model = "exampleuser", Service = "Example" },
        .. DiscordPermissions.All,
        .. MumblePermissions.All,
        .. TeamSpeakPermissions.All,
    ];
}
