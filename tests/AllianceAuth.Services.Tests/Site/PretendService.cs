using System.Collections.Concurrent;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Tests.Site;

/// <summary>A service that lives in the test's memory and does what the test tells it. What it was asked is kept in order.</summary>
public sealed class PretendService(string name, ServiceAbilities abilities)
{
    public ServiceDescription Description { get; } = new(name, $"Pretend {name}", $"{name}.access_{name}", DefaultNameFormat: "{character_name}", "fa-solid fa-masks-theater") { Abilities = abilities, LongestName = 32 };

    public string Name => Description.Name;

    public string Permission => Description.AccessPermission;

    public ConcurrentDictionary<UserId, PretendAccount> Accounts { get; } = [];

    public ConcurrentQueue<PretendCall> Calls { get; } = [];

    /// <summary>Asked before each call does anything; what it gives is thrown.</summary>
    public Func<PretendCall, Exception?> Trouble { get; set; } = _ => null;

    /// <summary>What happens while a call is under way, before it has done anything.</summary>
    public Func<PretendCall, CancellationToken, Task> Meanwhile { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Groups that it cannot give.</summary>
    public HashSet<string> Ungiven { get; } = new(StringComparer.Ordinal);

    /// <summary>Thrown when a name is cleaned, before anything is asked.</summary>
    public Exception? NameTrouble { get; set; }

    public int CallsOf(UserId user) => Calls.Count(c => c.User == user);

    internal async Task CallAsync(PretendCall call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        await Meanwhile(call, cancellationToken);
        if (Trouble(call) is { } trouble)
        {
            throw trouble;
        }
    }
}

/// <summary>What the pretended service holds of somebody.</summary>
public sealed record PretendAccount(string Login, string Name, IReadOnlyList<string> Groups, string? Secret);

/// <summary>Something it was asked: <c>apply</c>, <c>remove</c>, <c>read</c> or <c>test</c>.</summary>
public sealed record PretendCall(string Kind, UserId User);

internal sealed class PretendConnector(PretendService service) : ServiceConnector
{
    public override ServiceDescription Description => service.Description;

    public override async Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken)
    {
        await service.CallAsync(new("apply", account.User), cancellationToken);
        if (account.RemoteId is not null && !service.Accounts.ContainsKey(account.User))
        {
            throw ServiceException.Gone("services.cause.gone");
        }

        var given = wish.Groups.Where(g => !service.Ungiven.Contains(g)).ToList();
        service.Accounts.AddOrUpdate(
            account.User,
            _ => new(wish.LoginName, wish.DisplayName, given, account.Secret),
            (_, before) => new(wish.LoginName, wish.DisplayName, given, account.Secret ?? before.Secret));
        return new($"{account.User}") { Missing = [.. wish.Groups.Except(given)] };
    }

    public override async Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        await service.CallAsync(new("remove", account.User), cancellationToken);
        service.Accounts.TryRemove(account.User, out _);
    }

    public override async Task<IReadOnlyList<ServiceActual>> ReadAsync(IReadOnlyList<ServiceAccount> accounts, CancellationToken cancellationToken)
    {
        await service.CallAsync(new("read", new UserId(accounts.Count)), cancellationToken);
        return [.. accounts.Select(a => service.Accounts.TryGetValue(a.User, out var there) ? new ServiceActual(a.User, Exists: true, there.Name, there.Groups) : new(a.User, Exists: false))];
    }

    public override async Task<IReadOnlyList<ServiceTestLine>> TestAsync(CancellationToken cancellationToken)
    {
        await service.CallAsync(new("test", default), cancellationToken);
        return [];
    }

    public override string CleanName(string name) => service.NameTrouble is { } trouble ? throw trouble : name.Replace("*", "", StringComparison.Ordinal);
}
