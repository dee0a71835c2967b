using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;

namespace AllianceAuth.GroupManagement.Domain.SmartGroups;

/// <summary>What a filter says about one user.</summary>
internal enum Verdict
{
    /// <summary>No.</summary>
    Fails,

    /// <summary>Cannot be said now. Takes nothing away and gives nothing.</summary>
    Unknown,

    /// <summary>Yes.</summary>
    Passes,
}

/// <summary>Who is judged, each with a place in the columns.</summary>
internal sealed class UserRoll
{
    private readonly Dictionary<UserId, int> _places;

    public UserRoll(IReadOnlyList<UserId> users)
    {
        Users = users;
        _places = new Dictionary<UserId, int>(users.Count);
        for (var i = 0; i < users.Count; i++)
        {
            _places[users[i]] = i;
        }
    }

    public IReadOnlyList<UserId> Users { get; }

    public int? PlaceOf(UserId user) => _places.TryGetValue(user, out var place) ? place : null;
}

/// <summary>
/// Verdicts about all users of a roll, one bit each for "passes" and for "fails"; neither is unknown. Joined 64 users at a time, by the rules of
/// three-valued logic: unknown stays unknown unless the other side decides alone.
/// </summary>
internal sealed class VerdictColumn
{
    private readonly ulong[] _passes;
    private readonly ulong[] _fails;

    private VerdictColumn(int words)
    {
        _passes = new ulong[words];
        _fails = new ulong[words];
    }

    /// <summary>What a filter answered, laid out along the roll.</summary>
    public static VerdictColumn Of(UserRoll roll, FilterAnswer answer)
    {
        var column = new VerdictColumn((roll.Users.Count + 63) / 64);
        if (!answer.IsUnknownForAll)
        {
            Array.Fill(column._fails, ulong.MaxValue);
        }

        foreach (var user in answer.Unknown ?? [])
        {
            column.Set(roll.PlaceOf(user), Verdict.Unknown);
        }

        foreach (var user in answer.Passing)
        {
            column.Set(roll.PlaceOf(user), Verdict.Passes);
        }

        return column;
    }

    public Verdict this[int place]
    {
        get
        {
            var bit = 1UL << (place & 63);
            return (_passes[place >> 6] & bit) != 0 ? Verdict.Passes : (_fails[place >> 6] & bit) != 0 ? Verdict.Fails : Verdict.Unknown;
        }
    }

    public VerdictColumn And(VerdictColumn other) => Join(other, (p, q) => p & q, (f, g) => f | g);

    public VerdictColumn Or(VerdictColumn other) => Join(other, (p, q) => p | q, (f, g) => f & g);

    public VerdictColumn Not()
    {
        var result = new VerdictColumn(_passes.Length);
        _fails.CopyTo(result._passes, 0);
        _passes.CopyTo(result._fails, 0);
        return result;
    }

    private VerdictColumn Join(VerdictColumn other, Func<ulong, ulong, ulong> passes, Func<ulong, ulong, ulong> fails)
    {
        var result = new VerdictColumn(_passes.Length);
        for (var i = 0; i < _passes.Length; i++)
        {
            result._passes[i] = passes(_passes[i], other._passes[i]);
            result._fails[i] = fails(_fails[i], other._fails[i]);
        }

        return result;
    }

    private void Set(int? place, Verdict verdict)
    {
        if (place is not { } found)
        {
            return;
        }

        var bit = 1UL << (found & 63);
        _passes[found >> 6] = verdict == Verdict.Passes ? _passes[found >> 6] | bit : _passes[found >> 6] & ~bit;
        _fails[found >> 6] = verdict == Verdict.Fails ? _fails[found >> 6] | bit : _fails[found >> 6] & ~bit;
    }
}
