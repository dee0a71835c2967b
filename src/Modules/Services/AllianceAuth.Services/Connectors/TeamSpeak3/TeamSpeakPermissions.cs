using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>Permissions of TeamSpeak 3, with the codenames of Alliance Auth.</summary>
internal static class TeamSpeakPermissions
{
    public const string Access = "teamspeak3.access_teamspeak3";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        new(Access, "Can access the Teamspeak3 service") { Service = "TeamSpeak 3" },
        .. PermissionDeclaration.Standard("teamspeak3", "authts"),
        .. PermissionDeclaration.Standard("teamspeak3", "stategroup"),
        .. PermissionDeclaration.Standard("teamspeak3", "teamspeak3user"),
    ];
}
