using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.Discord;

/// <summary>Permissions of Discord, with the codenames of Alliance Auth.</summary>
internal static class DiscordPermissions
{
    public const string Access = "discord.access_discord";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        new(Access, "Can access the Discord service") { Model = "discorduser", Service = "Discord" },
        .. PermissionDeclaration.Standard("discord", "discorduser"),
    ];
}
