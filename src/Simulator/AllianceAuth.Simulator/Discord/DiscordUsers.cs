using System.Collections.Concurrent;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The users of Discord: one for each EVE account, so that every pilot of the demonstration has one, and the bots.</summary>
internal sealed class DiscordUsers
{
    // Milliseconds from Discord's epoch to 1 September 2015 and 1 July 2025: when accounts were made.
    private const long FirstBirth = 20_995_200_000;
    private const long LastBirth = 331_257_600_000;
    private const int AccountBits = 22;
    private const int LongestName = 32;
    private const int OldStyleEvery = 37;

    private readonly World _world;
    private readonly Dictionary<long, DiscordUser> _bots;
    private readonly ConcurrentDictionary<int, DiscordUser> _people = new();
    private readonly ConcurrentDictionary<long, DiscordUser> _changed = new();

    public DiscordUsers(World world, long botId)
    {
        _world = world;
        _bots = new DiscordUser[]
        {
            new() { Id = botId, UserName = "Alliance Auth", Discriminator = "4207", IsBot = true },
            new() { Id = JukeboxId, UserName = "Jukebox", Discriminator = "7731", IsBot = true },
        }.ToDictionary(b => b.Id);
    }

    /// <summary>A bot that has nothing to do with us.</summary>
    public static long JukeboxId => 704_221_908_113_621_043;

    /// <summary>In order of account, without bots and without those whose account is gone.</summary>
    public IEnumerable<DiscordUser> People => _world.Accounts.Values.OrderBy(a => a.Id).Select(Of).Where(u => u.Restriction != DiscordRestriction.Deleted);

    /// <summary>Those that are not as their account made them.</summary>
    public IReadOnlyList<DiscordUser> Changed => [.. _changed.Values];

    public DiscordUser? Find(long id)
    {
        var known = _bots.GetValueOrDefault(id) ?? (_world.Accounts.TryGetValue((int)(id & ((1L << AccountBits) - 1)), out var account) ? Of(account) : null);
        return known?.Id == id && known.Restriction != DiscordRestriction.Deleted ? known : null;
    }

    public DiscordUser Of(EveAccount account)
    {
        var made = _people.GetOrAdd(account.Id, _ => Make(account));
        return _changed.GetValueOrDefault(made.Id, made);
    }

    /// <param name="text">An id, a user name or the name of a pilot.</param>
    public DiscordUser? Find(string text)
    {
        if (long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var id))
        {
            return Find(id);
        }

        var named = People.Concat(_bots.Values).FirstOrDefault(u => string.Equals(u.UserName, text, StringComparison.OrdinalIgnoreCase));
        return named ?? (_world.Characters.Values.FirstOrDefault(c => string.Equals(c.Name, text, StringComparison.OrdinalIgnoreCase)) is { } pilot ? Of(_world.Accounts[pilot.AccountId]) : null);
    }

    public void Change(DiscordUser user) => _changed[user.Id] = user;

    public void Reset()
    {
        _changed.Clear();
        _people.Clear();
    }

    /// <summary>Follows from the account alone, so that every run knows the same users by the same ids.</summary>
    private static DiscordUser Make(EveAccount account)
    {
        var dice = Dice.Of("discord", account.Id);
        var born = FirstBirth + (long)(dice.Unit() * (LastBirth - FirstBirth));
        var words = Words(account.Name);
        var isCast = account.Id <= CastOfNames.Accounts;
        var isOldStyle = !isCast && account.Id % OldStyleEvery == 0;
        var name = isOldStyle ? account.Name : isCast ? string.Join('.', words) : dice.Below(5) switch
        {
            0 => string.Join('_', words),
            1 => string.Join('.', words.Reverse()),
            2 => $"{string.Concat(words)}{dice.Between(10, 99)}",
            3 => $"{words[^1]}.{words[0]}{account.Id % 1_000}",
            _ => string.Join('.', words),
        };
        return new()
        {
            Id = (born << AccountBits) | (long)account.Id,
            UserName = name[..Math.Min(LongestName, name.Length)],
            Discriminator = isOldStyle ? $"{dice.Between(1, 9_999):0000}" : "0",
            GlobalName = isOldStyle || dice.Below(6) == 0 ? null : dice.Chance(0.5) ? account.Name : account.Name.Split(' ')[0],
            AccountId = account.Id,
        };
    }

    private static string[] Words(string name)
    {
        var words = name.ToLowerInvariant().Split(' ', '-').Select(w => new string([.. w.Where(char.IsAsciiLetterOrDigit)])).Where(w => w.Length > 0).ToArray();
        return words.Length == 0 ? ["user"] : words;
    }
}
