using AllianceAuth.Services.Connectors.Discord.Api;

namespace AllianceAuth.Services.Connectors.Discord.Roles;

/// <summary>What the bot may do on the server. Discord refuses the rest without saying which part of it, so we know before.</summary>
/// <param name="Bot">The bot's user.</param>
/// <param name="Owner">Nobody renames or kicks the owner.</param>
/// <param name="Guild">Also the id of the role that everybody has.</param>
/// <param name="BotRoles">What the bot has.</param>
internal sealed record BotRank(long Bot, long Owner, long Guild, IReadOnlyList<long> BotRoles)
{
    /// <summary>Discord's names of permissions.</summary>
    public const string CreateInvite = "Create Invite";
    public const string KickMembers = "Kick Members";
    public const string ManageNicknames = "Manage Nicknames";
    public const string ManageRoles = "Manage Roles";

    private static readonly (long Bit, string Name)[] Needed = [(1L << 0, CreateInvite), (1L << 1, KickMembers), (1L << 27, ManageNicknames), (1L << 28, ManageRoles)];

    private const long Administrator = 1L << 3;

    /// <summary>Permissions that the bot needs for something and lacks.</summary>
    public IReadOnlyList<string> Lacking(RoleList roles)
    {
        var has = roles.Only([.. BotRoles, Guild]).Roles.Aggregate(0L, (bits, role) => bits | role.Permissions);
        return Owner == Bot || (has & Administrator) != 0 ? [] : [.. Needed.Where(n => (has & n.Bit) == 0).Select(n => n.Name)];
    }

    /// <summary>Whether the bot has one of these permissions.</summary>
    public bool May(string permission, RoleList roles) => !Lacking(roles).Contains(permission);

    /// <summary>Whether the bot may give, take and rename what stands at this rank.</summary>
    public bool IsAbove(DiscordRole role, RoleList roles) => Owner == Bot || Compare(Top(BotRoles, roles), role) > 0;

    /// <summary>Whether the bot may rename and kick a member with these roles.</summary>
    public bool IsAbove(long user, IEnumerable<long> memberRoles, RoleList roles) =>
        user != Owner && (Owner == Bot || Top(memberRoles, roles) is not { } highest || Compare(Top(BotRoles, roles), highest) > 0);

    private static DiscordRole? Top(IEnumerable<long> ids, RoleList roles) => roles.Only(ids).Roles.OrderByDescending(r => r.Position).ThenBy(r => r.Id).FirstOrDefault();

    // Of equal positions the older role is above.
    private static int Compare(DiscordRole? one, DiscordRole other) => one is null ? -1
        : one.Position != other.Position ? one.Position.CompareTo(other.Position)
        : other.Id.CompareTo(one.Id);
}
