using System.Collections.Immutable;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The guild as it was before the site came: an owner, a bot for music, friends with roles that people gave them.</summary>
internal static class FirstDay
{
    public const string GuildName = "Lanternfall Accord";
    public const int OwnersAccount = 2;
    public const int BannedAccount = 5;

    private const int VeteransAccount = 3;
    private const int FirstOldMember = CastOfNames.Accounts + 2;
    private const int LastOldMember = 80;
    private const int OldMemberEvery = 4;

    private static readonly DateTimeOffset Founded = new(2024, 4, 6, 19, 0, 0, TimeSpan.Zero);

    public static Guild Of(DiscordOptions options, DiscordUsers users, World world)
    {
        long RoleId(int number) => options.GuildId + ((long)number << 30);
        var booster = new GuildRole { Id = RoleId(1), Name = "Server Booster", Colour = 0xF47FFF, Position = 1, IsManaged = true, IsForBoosters = true, IsHoisted = true };
        var jukebox = new GuildRole { Id = RoleId(2), Name = "Jukebox", Position = 2, Permissions = 1L << 20, IsManaged = true, BotId = DiscordUsers.JukeboxId };
        var veteran = new GuildRole { Id = RoleId(3), Name = "Veteran", Colour = 0x3498DB, Position = 3, IsHoisted = true };
        var diplomat = new GuildRole { Id = RoleId(4), Name = "Diplomat", Colour = 0x2ECC71, Position = 4, IsMentionable = true };
        var moderator = new GuildRole
        {
            Id = RoleId(5),
            Name = "Moderator",
            Colour = 0xE67E22,
            Position = 5,
            IsHoisted = true,
            Permissions = GuildPermissions.KickMembers | GuildPermissions.ManageNicknames | GuildPermissions.ManageRoles,
        };
        var everyone = new GuildRole { Id = options.GuildId, Name = "@everyone", Permissions = GuildPermissions.ChangeNickname | (1L << 10) | (1L << 11) };
        var owner = users.Of(world.Accounts[OwnersAccount]);
        var friend = users.Of(world.Accounts[VeteransAccount]);
        List<GuildMember> members =
        [
            new() { UserId = owner.Id, JoinedAt = Founded, Roles = [moderator.Id] },
            new() { UserId = DiscordUsers.JukeboxId, JoinedAt = Founded.AddDays(3), Roles = [jukebox.Id] },
            new() { UserId = friend.Id, Nick = "Yuna (HM)", JoinedAt = Founded.AddDays(12), Roles = [veteran.Id, booster.Id], BoostsSince = Founded.AddDays(200) },
        ];
        for (var account = FirstOldMember; account <= LastOldMember; account += OldMemberEvery)
        {
            var dice = Dice.Of("guild", account);
            members.Add(new GuildMember
            {
                UserId = users.Of(world.Accounts[account]).Id,
                JoinedAt = Founded.AddMinutes(dice.Between(30_000, 600_000)),
                Roles = dice.Below(4) switch { 0 => [veteran.Id], 1 => [diplomat.Id], _ => [] },
                Nick = dice.Below(3) == 0 ? world.Accounts[account].Name : null,
            });
        }

        var guild = new Guild
        {
            Id = options.GuildId,
            Name = GuildName,
            OwnerId = owner.Id,
            Roles = new[] { everyone, booster, jukebox, veteran, diplomat, moderator }.ToImmutableDictionary(r => r.Id),
            Members = members.ToImmutableDictionary(m => m.UserId),
        };
        return options.BotIsInGuild ? Invite(guild, options.ClientId, RoleId(6), GuildPermissions.Administrator, Founded.AddDays(30)).Moved(RoleId(6), int.MaxValue) : guild;
    }

    /// <summary>The bot comes in with a role of its own at the bottom, or is given other rights when it is there already.</summary>
    public static Guild Invite(Guild guild, long botId, long newRoleId, long permissions, DateTimeOffset now)
    {
        if (guild.Roles.Values.FirstOrDefault(r => r.BotId == botId) is { } known)
        {
            return guild.With(known with { Permissions = permissions });
        }

        return guild
            .With(new GuildRole { Id = newRoleId, Name = "Alliance Auth", Position = 1, Permissions = permissions, IsManaged = true, BotId = botId })
            .With(new GuildMember { UserId = botId, JoinedAt = now, Roles = [newRoleId] });
    }
}
