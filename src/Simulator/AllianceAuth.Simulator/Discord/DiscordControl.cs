using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>What people do in Discord by hand, and what Discord does to those who call it. Each method has a twin under <c>/control/api</c>.</summary>
/// <remarks>All that changes Discord is remembered when there is a state file, whether it came from here or through the API; storms are not.</remarks>
public sealed class DiscordControl
{
    private const int MostProposed = 100;

    private readonly SimulatedDiscord _discord;
    private readonly DiscordOAuth _oauth;
    private readonly DiscordLimits _limits;
    private readonly StormPlan _storms;
    private readonly WaitLedger _ledger;
    private readonly TimeProvider _clock;

    internal DiscordControl(SimulatedDiscord discord, DiscordOAuth oauth, DiscordLimits limits, StormPlan storms, WaitLedger ledger, TimeProvider clock) =>
        (_discord, _oauth, _limits, _storms, _ledger, _clock) = (discord, oauth, limits, storms, ledger, clock);

    /// <summary>Where the application may send people back to.</summary>
    public IReadOnlyList<string> Callbacks => _oauth.Callbacks;

    /// <summary>429 that will strike.</summary>
    public IReadOnlyList<DiscordStorm> Storms => _storms.All;

    /// <summary>A member leaves by itself, or is kicked by a person.</summary>
    /// <exception cref="ChangeRefusedException">It cannot; true for all methods that change Discord.</exception>
    public void Leave(long userId)
    {
        Refuse(userId == _discord.Guild.OwnerId, "The owner cannot leave the guild.");
        _discord.Change(g => g.WithoutMember(Member(userId).UserId));
    }

    /// <summary>A user joins by an invite link, without any role.</summary>
    public void Join(long userId)
    {
        var user = User(userId);
        Refuse(_discord.Member(userId) is not null, $"{user.Tag} is already in the guild.");
        Refuse(user.Restriction != DiscordRestriction.None, $"{user.Tag} is kept out.");
        _discord.Change(g => g.With(new GuildMember { UserId = userId, JoinedAt = _clock.GetUtcNow(), IsPending = _discord.Settings.Screening }));
    }

    /// <summary>A person gives a member a role.</summary>
    public void GiveRole(long userId, long roleId)
    {
        var role = HandRole(roleId);
        Change(userId, member => member with { Roles = [.. member.Roles.Remove(role.Id), role.Id] });
    }

    /// <summary>A person takes a role from a member.</summary>
    public void TakeRole(long userId, long roleId)
    {
        var role = HandRole(roleId);
        Change(userId, member => member with { Roles = member.Roles.Remove(role.Id) });
    }

    /// <summary>A person changes a member's nick; null clears it.</summary>
    public void SetNick(long userId, string? nick) => Change(userId, member => member with { Nick = string.IsNullOrWhiteSpace(nick) ? null : nick.Trim() });

    /// <summary>A person creates a role; it comes in at the bottom.</summary>
    public GuildRole CreateRole(string name)
    {
        Refuse(string.IsNullOrWhiteSpace(name) || name.Length > 100, "A role's name has 1 to 100 characters.");
        var role = new GuildRole { Id = _discord.NextId(), Name = name, Position = 1 };
        _discord.Change(g => g.With(role));
        return role;
    }

    /// <summary>A person renames a role.</summary>
    public void RenameRole(long roleId, string name)
    {
        Refuse(string.IsNullOrWhiteSpace(name) || name.Length > 100, "A role's name has 1 to 100 characters.");
        var role = Role(roleId);
        _discord.Change(g => g.Roles.TryGetValue(role.Id, out var now) ? g.With(now with { Name = name }) : g);
    }

    /// <summary>A person deletes a role.</summary>
    public void DeleteRole(long roleId)
    {
        var role = HandRole(roleId);
        _discord.Change(g => g.WithoutRole(role.Id));
    }

    /// <summary>Drags a role up or down.</summary>
    /// <param name="roleId">Any but <c>@everyone</c>.</param>
    /// <param name="position">1 is right above <c>@everyone</c>; what is too high becomes the top.</param>
    public void MoveRole(long roleId, int position)
    {
        var role = Role(roleId);
        Refuse(role.Id == _discord.Guild.Id, "@everyone stays at the bottom.");
        _discord.Change(g => g.Roles.ContainsKey(role.Id) ? g.Moved(role.Id, position) : g);
    }

    /// <summary>Drags the bot's role: 1 lets it give nothing any more.</summary>
    public void MoveBotRole(int position) => MoveRole(BotRole().Id, position);

    /// <summary>Gives the bot's role other rights.</summary>
    /// <param name="permissions">Bits of <see cref="GuildPermissions"/>.</param>
    public void SetBotPermissions(long permissions)
    {
        var role = BotRole();
        _discord.Change(g => g.With(role with { Permissions = permissions }));
    }

    /// <summary>Makes a member the owner of the guild; who was not in it comes in.</summary>
    public void SetOwner(long userId)
    {
        Refuse(User(userId).IsBot, "A bot cannot own a guild.");
        if (_discord.Member(userId) is null)
        {
            Join(userId);
        }

        _discord.Change(g => g with { OwnerId = userId });
    }

    /// <summary>Renames the guild.</summary>
    public void RenameGuild(string name)
    {
        Refuse(string.IsNullOrWhiteSpace(name) || name.Length > 100, "A guild's name has 2 to 100 characters.");
        _discord.Change(g => g with { Name = name });
    }

    /// <summary>The bot gets another token; the old one is worthless.</summary>
    /// <returns>The new one.</returns>
    public string ResetBotToken() => _discord.ResetBotToken();

    /// <summary>A person kicks the bot out of the guild; its role goes too.</summary>
    public void KickBot()
    {
        Refuse(!_discord.BotIsInGuild, "The bot is not in the guild.");
        _discord.Change(g => g.WithoutMember(_discord.BotId));
    }

    /// <summary>A person invites the bot, or gives it other rights. A new role comes in at the bottom.</summary>
    public void InviteBot(long permissions = GuildPermissions.Administrator) => _discord.InviteBot(permissions);

    /// <summary>A user takes another user name.</summary>
    public void RenameUser(long userId, string userName)
    {
        var user = User(userId);
        Refuse(string.IsNullOrWhiteSpace(userName) || userName.Length is < 2 or > 32, "A user name has 2 to 32 characters.");
        Refuse(_discord.AllUsers.People.Any(u => u.Id != userId && string.Equals(u.UserName, userName, StringComparison.OrdinalIgnoreCase)), $"The name {userName} is taken.");
        _discord.Change(user with { UserName = userName });
    }

    /// <summary>Keeps a user out of the guild, or lets it in again. Who is banned or deletes the account is out at once.</summary>
    public void Restrict(long userId, DiscordRestriction restriction)
    {
        var user = User(userId);
        if (restriction is DiscordRestriction.Banned or DiscordRestriction.Deleted && _discord.Member(userId) is not null)
        {
            Leave(userId);
        }

        _discord.Change(user with { Restriction = restriction });
    }

    /// <summary>A member starts or ends boosting, and so gets or loses a managed role.</summary>
    public void Boost(long userId, bool boosts = true)
    {
        var role = _discord.Roles.FirstOrDefault(r => r.IsForBoosters) ?? throw new ChangeRefusedException("The guild has no role for boosters.");
        Change(userId, member => member with { Roles = boosts ? [.. member.Roles.Remove(role.Id), role.Id] : member.Roles.Remove(role.Id), BoostsSince = boosts ? _clock.GetUtcNow() : null });
    }

    /// <summary>A user takes back what it allowed the application.</summary>
    /// <returns>How many authorisations ended.</returns>
    public int Withdraw(long userId)
    {
        var ended = _discord.Grants.Withdraw(userId);
        _discord.Changed();
        return ended;
    }

    /// <summary>Lets the next calls run into a 429.</summary>
    public void Storm(DiscordStorm storm) => _storms.Add(storm);

    /// <summary>Ends all storms.</summary>
    public void Calm() => _storms.Clear();

    /// <summary>Sets how much fits into a bucket; the next window has it.</summary>
    public void SetLimit(string bucket, int requests, double seconds)
    {
        Refuse(!DiscordSettings.UsualBuckets.ContainsKey(bucket), $"There is no bucket '{bucket}'. There are {string.Join(", ", DiscordSettings.UsualBuckets.Keys)}.");
        Refuse(requests < 1 || seconds <= 0, "A bucket takes at least one request, and its window is longer than nothing.");
        Change(s => s with { Buckets = s.Buckets.SetItem(bucket, new BucketLimit(requests, seconds)) });
        _limits.Reset();
    }

    /// <summary>Changes switches: <c>control.Discord.Change(s => s with { StrictUserAgent = true })</c>.</summary>
    public void Change(Func<DiscordSettings, DiscordSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _discord.Change(change);
    }

    /// <summary>Lets the application send people back to one more address.</summary>
    public void RegisterCallback(string callback) => _oauth.AddCallback(callback);

    /// <summary>Everything as on the first day, with nobody linked and nothing counted. Callbacks stay.</summary>
    public void Reset()
    {
        _storms.Clear();
        _limits.Reset();
        _ledger.Clear();
        _discord.Reset();
    }

    /// <summary>Who came last is tried first.</summary>
    internal IEnumerable<string> ProposedMembers => _discord.Members.Reverse().Select(m => _discord.AllUsers.Find(m.UserId)?.UserName).OfType<string>().Take(MostProposed);

    internal IEnumerable<string> ProposedUsers => _discord.AllUsers.People.Take(CastOfNames.Accounts).Select(u => u.UserName).Union(ProposedMembers, StringComparer.Ordinal);

    internal IEnumerable<string> ProposedRoles => _discord.Roles.Where(r => r.Id != _discord.Guild.Id).Select(r => r.Name).Distinct(StringComparer.Ordinal).Take(MostProposed);

    internal DiscordUser? Find(string idOrName) => _discord.AllUsers.Find(idOrName);

    internal GuildRole? FindRole(string idOrName) =>
        long.TryParse(idOrName, System.Globalization.CultureInfo.InvariantCulture, out var id) && _discord.Guild.Roles.TryGetValue(id, out var role) ? role : _discord.Role(idOrName);

    private static void Refuse(bool condition, string message)
    {
        if (condition)
        {
            throw new ChangeRefusedException(message);
        }
    }

    /// <summary>Changes the member as it is at that moment: the site may be changing it as well.</summary>
    private void Change(long userId, Func<GuildMember, GuildMember> change)
    {
        Member(userId);
        _discord.Change(g => g.Members.TryGetValue(userId, out var now) ? g.With(change(now)) : g);
    }

    private DiscordUser User(long id) => _discord.AllUsers.Find(id) ?? throw new ChangeRefusedException($"There is no Discord user {id}.");

    private GuildMember Member(long userId) => _discord.Member(userId) ?? throw new ChangeRefusedException($"{User(userId).Tag} is not in the guild.");

    private GuildRole Role(long id) => _discord.Guild.Roles.GetValueOrDefault(id) ?? throw new ChangeRefusedException($"There is no role {id}.");

    private GuildRole BotRole() => _discord.Roles.FirstOrDefault(r => r.BotId == _discord.BotId) ?? throw new ChangeRefusedException("The bot is not in the guild.");

    private GuildRole HandRole(long id)
    {
        var role = Role(id);
        Refuse(role.IsManaged || role.Id == _discord.Guild.Id, $"{role.Name} is not a role that people handle.");
        return role;
    }
}
