using System.Collections.Immutable;

namespace AllianceAuth.Simulator.Discord;

/// <summary>A role of the guild.</summary>
public sealed record GuildRole
{
    /// <summary>The guild's own id for <c>@everyone</c>.</summary>
    public required long Id { get; init; }

    /// <summary>Need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>RGB; 0 for none.</summary>
    public int Colour { get; init; }

    /// <summary>Higher is more; among equals the older one is more.</summary>
    public int Position { get; init; }

    /// <summary>See <see cref="GuildPermissions"/>.</summary>
    public long Permissions { get; init; }

    /// <summary>Of a bot or of boosters: nobody gives or takes it by hand.</summary>
    public bool IsManaged { get; init; }

    /// <summary>Shown apart in the list of members.</summary>
    public bool IsHoisted { get; init; }

    /// <summary>Everybody may mention it.</summary>
    public bool IsMentionable { get; init; }

    /// <summary>The bot that it came with.</summary>
    public long? BotId { get; init; }

    /// <summary>For those who boost the guild.</summary>
    public bool IsForBoosters { get; init; }
}

/// <summary>A user in the guild.</summary>
public sealed record GuildMember
{
    /// <summary>Who it is.</summary>
    public required long UserId { get; init; }

    /// <summary>The name in this guild only.</summary>
    public string? Nick { get; init; }

    /// <summary>Ids in no order; never that of <c>@everyone</c>.</summary>
    public ImmutableArray<long> Roles { get; init; } = [];

    /// <summary>When this spell in the guild began.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Boosts the guild since then.</summary>
    public DateTimeOffset? BoostsSince { get; init; }

    /// <summary>Has yet to accept the rules.</summary>
    public bool IsPending { get; init; }
}

/// <summary>The rights that matter here, as bits.</summary>
public static class GuildPermissions
{
    /// <summary>Add users.</summary>
    public const long CreateInvite = 1L << 0;

    /// <summary>Remove members.</summary>
    public const long KickMembers = 1L << 1;

    /// <summary>See and change bans.</summary>
    public const long BanMembers = 1L << 2;

    /// <summary>Everything.</summary>
    public const long Administrator = 1L << 3;

    /// <summary>Change the guild, invite bots.</summary>
    public const long ManageGuild = 1L << 5;

    /// <summary>Change the own nick.</summary>
    public const long ChangeNickname = 1L << 26;

    /// <summary>Change others' nicks.</summary>
    public const long ManageNicknames = 1L << 27;

    /// <summary>Create, change, delete, give and take roles.</summary>
    public const long ManageRoles = 1L << 28;

    internal const long All = long.MaxValue;
}

/// <summary>The guild at one moment, and who in it may do what.</summary>
public sealed record Guild
{
    /// <summary>A snowflake.</summary>
    public required long Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Whom nobody renames or removes.</summary>
    public required long OwnerId { get; init; }

    /// <summary>By id, with <c>@everyone</c>.</summary>
    public required ImmutableDictionary<long, GuildRole> Roles { get; init; }

    /// <summary>By id of user, with bots.</summary>
    public required ImmutableDictionary<long, GuildMember> Members { get; init; }

    /// <summary>Highest first.</summary>
    public IReadOnlyList<GuildRole> Ranking => [.. Roles.Values.OrderByDescending(r => r.Position).ThenBy(r => r.Id)];

    /// <summary>The roles of a member, highest first, without <c>@everyone</c>; none for strangers.</summary>
    public IReadOnlyList<GuildRole> RolesOf(long userId) =>
        Members.TryGetValue(userId, out var member) ? [.. member.Roles.Select(id => Roles[id]).OrderByDescending(r => r.Position).ThenBy(r => r.Id)] : [];

    internal GuildRole Everyone => Roles[Id];

    internal long PermissionsOf(long userId)
    {
        var sum = RolesOf(userId).Aggregate(Everyone.Permissions, (all, role) => all | role.Permissions);
        return userId == OwnerId || (sum & GuildPermissions.Administrator) != 0 ? GuildPermissions.All : sum;
    }

    internal static bool IsAbove(GuildRole one, GuildRole other) => one.Position != other.Position ? one.Position > other.Position : one.Id < other.Id;

    internal GuildRole HighestOf(long userId) => RolesOf(userId) is [var first, ..] ? first : Everyone;

    /// <summary>Whether a member may change, give and take a role.</summary>
    internal bool IsUnder(GuildRole role, long actor) => actor == OwnerId || IsAbove(HighestOf(actor), role);

    /// <summary>Whether a member may rename and remove another.</summary>
    internal bool IsUnder(long userId, long actor) => userId != OwnerId && userId != actor && (actor == OwnerId || IsAbove(HighestOf(actor), HighestOf(userId)));

    internal Guild With(GuildRole role) => this with { Roles = Roles.SetItem(role.Id, role) };

    internal Guild With(GuildMember member) => this with { Members = Members.SetItem(member.UserId, member) };

    /// <summary>A bot's own role goes with it, as in the real one.</summary>
    internal Guild WithoutMember(long userId)
    {
        var rest = this with { Members = Members.Remove(userId) };
        return rest.Roles.Values.Where(r => r.BotId == userId).Aggregate(rest, (guild, role) => guild.WithoutRole(role.Id));
    }

    internal Guild WithoutRole(long roleId) => this with
    {
        Roles = Roles.Remove(roleId),
        Members = Members.SetItems(Members.Values.Where(m => m.Roles.Contains(roleId)).Select(m => KeyValuePair.Create(m.UserId, m with { Roles = m.Roles.Remove(roleId) }))),
    };

    /// <summary>Puts a role at a position and counts the others anew around it.</summary>
    /// <param name="roleId">Not <c>@everyone</c>.</param>
    /// <param name="position">1 is right above <c>@everyone</c>; what is too high becomes the top.</param>
    internal Guild Moved(long roleId, int position)
    {
        var order = Ranking.Where(r => r.Id != Id && r.Id != roleId).Reverse().ToList();
        order.Insert(Math.Clamp(position - 1, 0, order.Count), Roles[roleId]);
        return this with { Roles = Roles.SetItems(order.Select((role, i) => KeyValuePair.Create(role.Id, role with { Position = i + 1 }))) };
    }
}
