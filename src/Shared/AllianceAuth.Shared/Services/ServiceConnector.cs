namespace AllianceAuth.Shared.Services;

/// <summary>
/// Speaks the protocol of one outside service, and nothing else: the engine of the Services module decides who has an account, what it should be,
/// and when to try again. Whoever adds a service writes this one class and registers it with <c>AddServiceConnector</c>.
/// </summary>
/// <remarks>
/// Calls are made by jobs, never inside a request, one at a time for each service among all nodes. A call may be repeated after a crash, so each must be
/// harmless when what it asks for is already so. What goes wrong is thrown as <see cref="ServiceException"/>; any other exception counts as a fault of
/// this one account.
/// </remarks>
public abstract class ServiceConnector
{
    /// <summary>What the service is and what it can do. The same at every call.</summary>
    public abstract ServiceDescription Description { get; }

    /// <summary>False while the site is not set up for this service: it is then not shown and nothing is done about it.</summary>
    public virtual bool IsInstalled => true;

    /// <summary>
    /// Says what the accounts of these members should be. Asked for many at once, at every look; reads what it needs set-based and calls no other machine.
    /// The default takes the formatted name for both names and the names of state and groups as groups, each cleaned.
    /// </summary>
    /// <returns>One wish for each member, in the same order.</returns>
    public virtual ValueTask<IReadOnlyList<ServiceWish>> WishAsync(IReadOnlyList<ServiceMember> members, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ServiceWish>>([.. members.Select(WishOf)]);

    /// <summary>Makes the account be as wished, whatever it was before: makes it when there is none, renames it, sets its groups.</summary>
    /// <returns>What to remember about it.</returns>
    /// <exception cref="ServiceException">It could not be done, with the reason.</exception>
    public abstract Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken);

    /// <summary>Makes sure that the account is gone. Gone already is fine.</summary>
    /// <exception cref="ServiceException">It could not be done, with the reason.</exception>
    public abstract Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken);

    /// <summary>Looks whether the service answers and our account on it may do what we need. For the button "Test connection".</summary>
    /// <returns>What was looked at, one line each, with what to do where something is wrong. Never throws for what the service says.</returns>
    public abstract Task<IReadOnlyList<ServiceTestLine>> TestAsync(CancellationToken cancellationToken);

    /// <summary>Reads what the service really holds, for the nightly look for drift. Only asked with <see cref="ServiceAbilities.Reading"/>.</summary>
    /// <param name="accounts">The accounts that we know, a few hundred at a time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>One for each account that could be read; null groups or names where the service does not tell. Accounts that are gone are told as gone.</returns>
    public virtual Task<IReadOnlyList<ServiceActual>> ReadAsync(IReadOnlyList<ServiceAccount> accounts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ServiceActual>>([]);

    /// <summary>Sends a message to groups, or to everybody. Only asked with <see cref="ServiceAbilities.Broadcasts"/>.</summary>
    /// <param name="message">Plain text.</param>
    /// <param name="groups">Names of our groups; empty for everybody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual Task BroadcastAsync(string message, IReadOnlyList<string> groups, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Description.Title} cannot send messages.");

    /// <summary>Where a pilot connects and what else their card shows. Calls no other machine.</summary>
    /// <param name="account">Their account; null while they have none.</param>
    public virtual ServiceCardDetails CardOf(ServiceAccount? account) => ServiceCardDetails.None;

    /// <summary>How a group's key is shown to people. The default is the key itself.</summary>
    /// <param name="groups">Keys as in <see cref="ServiceWish.Groups"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual ValueTask<IReadOnlyDictionary<string, string>> NameGroupsAsync(IReadOnlyCollection<string> groups, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, string>>(groups.Distinct(StringComparer.Ordinal).ToDictionary(g => g, g => g, StringComparer.Ordinal));

    /// <summary>Makes a name fit for the service. The same name always comes out the same; empty when nothing is left of it.</summary>
    public virtual string CleanName(string name) => name;

    /// <summary>Makes a group's name fit for the service; empty when nothing is left of it.</summary>
    public virtual string CleanGroup(string name) => name;

    /// <summary>The state's name and the groups' names, cleaned, without doubles and in order.</summary>
    protected IReadOnlyList<string> GroupsOf(ServiceMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return
        [
            .. member.Access.Groups.Select(g => g.Name).Prepend(member.Access.StateName)
                .Select(CleanGroup).Where(g => g.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private ServiceWish WishOf(ServiceMember member)
    {
        var name = CleanName(member.Name);
        return new(name, name, Description.Abilities.HasFlag(ServiceAbilities.Groups) ? GroupsOf(member) : []);
    }
}
