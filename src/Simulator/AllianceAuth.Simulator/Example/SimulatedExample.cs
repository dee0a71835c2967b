namespace AllianceAuth.Simulator.Example;

/// <summary>
/// The smallest service that accounts can be kept on: a login name nobody else has, a name to show, groups, a password. Module developers read how it is
/// spoken to in the example connector; tests do to it by hand what people do to services. Forgets everything when the simulator ends.
/// </summary>
public sealed class SimulatedExample
{
    private const int KeptChanges = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ExampleAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _passwords = new(StringComparer.Ordinal);
    private readonly Queue<ExampleChange> _changes = new();
    private readonly List<ExampleMessage> _messages = [];

    /// <summary>What callers of its API say to be let in.</summary>
    public const string Key = "simulated-example-key";

    /// <summary>All accounts, by id.</summary>
    public IReadOnlyList<ExampleAccount> Accounts
    {
        get
        {
            lock (_lock)
            {
                return [.. _accounts.Values.OrderBy(a => a.Id, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>What it did, oldest first.</summary>
    public IReadOnlyList<ExampleChange> Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>Messages that were sent, oldest first.</summary>
    public IReadOnlyList<ExampleMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>An account, or null.</summary>
    public ExampleAccount? Find(string id)
    {
        lock (_lock)
        {
            return _accounts.GetValueOrDefault(id);
        }
    }

    /// <summary>Whether a login with this password would succeed.</summary>
    public bool LetsIn(string login, string password)
    {
        lock (_lock)
        {
            return _owners.TryGetValue(login, out var id) && _passwords.GetValueOrDefault(id) == password;
        }
    }

    /// <summary>Makes or changes an account past its API, as an admin of the service would.</summary>
    public void SetByHand(ExampleAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        lock (_lock)
        {
            Put(account);
        }
    }

    /// <summary>Removes an account past its API.</summary>
    public void RemoveByHand(string id)
    {
        lock (_lock)
        {
            Take(id);
        }
    }

    /// <summary>As on the first day.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _accounts.Clear();
            _owners.Clear();
            _passwords.Clear();
            _changes.Clear();
            _messages.Clear();
        }
    }

    /// <summary>Makes it so.</summary>
    /// <returns>False when another account has the login name.</returns>
    internal bool TrySet(ExampleAccount account, string? password)
    {
        lock (_lock)
        {
            if (_owners.TryGetValue(account.Login, out var owner) && owner != account.Id)
            {
                return false;
            }

            var before = _accounts.GetValueOrDefault(account.Id);
            Put(account);
            Note(before is null ? "made" : IsSame(before, account) ? "same" : "changed", account.Id);
            if (password is not null)
            {
                _passwords[account.Id] = password;
                Note("password", account.Id);
            }

            return true;
        }
    }

    /// <returns>False when there is none.</returns>
    internal bool TryRemove(string id)
    {
        lock (_lock)
        {
            if (!Take(id))
            {
                return false;
            }

            Note("removed", id);
            return true;
        }
    }

    internal void Send(ExampleMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
        }
    }

    private static bool IsSame(ExampleAccount one, ExampleAccount other) => one.Login == other.Login && one.Name == other.Name && one.Groups.SequenceEqual(other.Groups, StringComparer.Ordinal);

    private void Put(ExampleAccount account)
    {
        Take(account.Id, keepsPassword: true);
        _accounts[account.Id] = account;
        _owners[account.Login] = account.Id;
    }

    private bool Take(string id, bool keepsPassword = false)
    {
        if (!keepsPassword)
        {
            _passwords.Remove(id);
        }

        if (!_accounts.Remove(id, out var account))
        {
            return false;
        }

        _owners.Remove(account.Login);
        return true;
    }

    private void Note(string kind, string id)
    {
        _changes.Enqueue(new(kind, id));
        if (_changes.Count > KeptChanges)
        {
            _changes.Dequeue();
        }
    }
}
