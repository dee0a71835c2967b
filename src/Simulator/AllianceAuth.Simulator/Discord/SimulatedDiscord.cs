using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>What the simulated Discord holds now. Read it freely; change it through its API or <see cref="DiscordControl"/>.</summary>
public sealed class SimulatedDiscord
{
    private const int KeptCalls = 5_000;

    // Discord counts milliseconds from 1 January 2015, and keeps 22 bits for what happens within one.
    private const long Epoch = 1_420_070_400_000;
    private const int CounterBits = 22;

    private readonly DiscordOptions _options;
    private readonly World _world;
    private readonly TimeProvider _clock;
    private readonly Queue<DiscordCall> _calls = new();
    private Guild _guild;
    private int _ids;
    private int _tokenResets;

    internal SimulatedDiscord(DiscordOptions options, World world, TimeProvider clock)
    {
        (_options, _world, _clock) = (options, world, clock);
        AllUsers = new DiscordUsers(world, options.ClientId);
        BotToken = options.BotToken;
        _guild = FirstDay.Of(options, AllUsers, world);
        Restrict(FirstDay.BannedAccount, DiscordRestriction.Banned);
    }

    /// <summary>The guild as it is at this moment; the record does not change any more.</summary>
    public Guild Guild
    {
        get
        {
            lock (Lock)
            {
                return _guild;
            }
        }
    }

    /// <summary>Highest first, <c>@everyone</c> last.</summary>
    public IReadOnlyList<GuildRole> Roles => Guild.Ranking;

    /// <summary>In order of joining, with bots.</summary>
    public IReadOnlyList<GuildMember> Members => [.. Guild.Members.Values.OrderBy(m => m.JoinedAt).ThenBy(m => m.UserId)];

    /// <summary>Everybody on Discord, one for each EVE account; without bots.</summary>
    public IReadOnlyList<DiscordUser> Users => [.. AllUsers.People];

    /// <summary>Who the bot is; the application has the same id.</summary>
    public long BotId => _options.ClientId;

    /// <summary>What the bot has to say now.</summary>
    public string BotToken { get; private set; }

    /// <summary>False before it was invited and after it was kicked.</summary>
    public bool BotIsInGuild => Guild.Members.ContainsKey(BotId);

    /// <summary>Switches and figures.</summary>
    public DiscordSettings Settings { get; private set; } = new();

    /// <summary>Requests to the API and what they were answered, oldest first; the latest 5,000.</summary>
    public IReadOnlyList<DiscordCall> Calls
    {
        get
        {
            lock (Lock)
            {
                return [.. _calls];
            }
        }
    }

    internal Lock Lock { get; } = new();

    internal DiscordUsers AllUsers { get; }

    internal DiscordGrants Grants { get; } = new();

    internal DiscordOptions Options => _options;

    /// <summary>Called when there is something else to remember.</summary>
    internal Action Changed { get; set; } = () => { };

    /// <summary>The user with this id, user name, or pilot.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public DiscordUser User(string idOrName) => AllUsers.Find(idOrName) ?? throw new KeyNotFoundException($"Nobody on this Discord is '{idOrName}'.");

    /// <summary>The user who plays a pilot.</summary>
    public DiscordUser UserOf(EveCharacter pilot)
    {
        ArgumentNullException.ThrowIfNull(pilot);
        return AllUsers.Of(_world.Accounts[pilot.AccountId]);
    }

    /// <summary>Null for who is not in the guild.</summary>
    public GuildMember? Member(long userId) => Guild.Members.GetValueOrDefault(userId);

    /// <summary>The highest role of that exact name; null when there is none.</summary>
    public GuildRole? Role(string name) => Guild.Ranking.FirstOrDefault(r => r.Name == name);

    /// <summary>Names of a member's roles, highest first; empty for strangers.</summary>
    public IReadOnlyList<string> RoleNamesOf(long userId) => [.. Guild.RolesOf(userId).Select(r => r.Name)];

    /// <summary>Whether a user has an authorisation of the application that still holds.</summary>
    public bool HasAuthorised(long userId) => Grants.All.Any(g => g.UserId == userId && g.Expires > _clock.GetUtcNow());

    /// <summary>Calls whose method and path hold the text: <c>PATCH /guilds</c>.</summary>
    public IReadOnlyList<DiscordCall> CallsTo(string text) => [.. Calls.Where(c => $"{c.Method} {c.Path}".Contains(text, StringComparison.Ordinal))];

    /// <summary>Forgets the calls so far.</summary>
    public void ForgetCalls()
    {
        lock (Lock)
        {
            _calls.Clear();
        }
    }

    internal void Change(Func<Guild, Guild> change)
    {
        lock (Lock)
        {
            _guild = change(_guild);
        }

        Changed();
    }

    internal void Change(DiscordUser user)
    {
        AllUsers.Change(user);
        Changed();
    }

    internal void Change(Func<DiscordSettings, DiscordSettings> change)
    {
        lock (Lock)
        {
            Settings = change(Settings);
        }

        Changed();
    }

    internal string ResetBotToken()
    {
        lock (Lock)
        {
            BotToken = $"{_options.BotToken}-{++_tokenResets + 1}";
        }

        Changed();
        return BotToken;
    }

    internal long NextId()
    {
        lock (Lock)
        {
            long id;
            do
            {
                id = ((_clock.GetUtcNow().ToUnixTimeMilliseconds() - Epoch) << CounterBits) | (long)(++_ids & ((1 << CounterBits) - 1));
            }
            while (_guild.Roles.ContainsKey(id));
            return id;
        }
    }

    internal void InviteBot(long permissions) => Change(g => FirstDay.Invite(g, BotId, NextId(), permissions, _clock.GetUtcNow()));

    internal void Record(DiscordCall call)
    {
        lock (Lock)
        {
            _calls.Enqueue(call);
            if (_calls.Count > KeptCalls)
            {
                _calls.Dequeue();
            }
        }
    }

    internal void Reset()
    {
        lock (Lock)
        {
            AllUsers.Reset();
            _guild = FirstDay.Of(_options, AllUsers, _world);
            Restrict(FirstDay.BannedAccount, DiscordRestriction.Banned);
            Grants.Clear();
            Settings = new();
            BotToken = _options.BotToken;
            _tokenResets = 0;
            _calls.Clear();
        }

        Changed();
    }

    internal SavedDiscord Save()
    {
        lock (Lock)
        {
            return new(_guild.Id, _guild.Name, _guild.OwnerId, [.. _guild.Ranking], [.. _guild.Members.Values.OrderBy(m => m.UserId)], AllUsers.Changed, _tokenResets, Settings, Grants.All);
        }
    }

    /// <summary>Takes over what was saved, but what does not fit this world and this guild.</summary>
    internal void Restore(SavedDiscord? saved)
    {
        if (saved?.GuildId != _options.GuildId || saved.Roles.All(r => r.Id != saved.GuildId))
        {
            return;
        }

        lock (Lock)
        {
            AllUsers.Reset();
            foreach (var user in saved.Users)
            {
                AllUsers.Change(user);
            }

            _guild = saved.Guild(id => AllUsers.Find(id) is not null);
            Grants.Restore(saved.Grants);
            Settings = saved.Settings;
            _tokenResets = saved.TokenResets;
            BotToken = _tokenResets == 0 ? _options.BotToken : $"{_options.BotToken}-{_tokenResets + 1}";
        }
    }

    private void Restrict(int account, DiscordRestriction restriction) => AllUsers.Change(AllUsers.Of(_world.Accounts[account]) with { Restriction = restriction });
}
