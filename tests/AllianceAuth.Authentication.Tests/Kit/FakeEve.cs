using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Notifications.Contracts;
using MediatR;

namespace AllianceAuth.Authentication.Tests.Kit;

/// <summary>What EVE and the other modules answer in tests of this module alone.</summary>
public sealed class FakeEve
{
    public Dictionary<long, CharacterInfo> Characters { get; } = [];

    /// <summary>What a cache that nobody has dropped yet still says.</summary>
    public Dictionary<long, CharacterInfo> Cached { get; } = [];

    public HashSet<string> BackedHashes { get; } = new(StringComparer.Ordinal);

    public List<(int Token, int User)> Assigned { get; } = [];

    /// <summary>Asked for all tokens of a character at once.</summary>
    public List<AssignTokensOf> AssignedAll { get; } = [];

    public List<int> Discarded { get; } = [];

    public List<Notify> Notices { get; } = [];

    public CharacterInfo Fly(long id, string name, long? corporation = null, long? alliance = null, long? faction = null) =>
        Characters[id] = new(
            id,
            name,
            corporation,
            corporation is null ? "" : $"Corp {corporation}",
            corporation is null ? "" : "CORP",
            alliance,
            alliance is null ? null : $"Alliance {alliance}",
            alliance is null ? null : "ALLY",
            faction,
            faction is null ? null : $"Faction {faction}",
            DateTimeOffset.UnixEpoch);
}

internal sealed class FakeEveHandlers(FakeEve eve) :
    IRequestHandler<FindCharacters, IReadOnlyList<CharacterInfo>>,
    IRequestHandler<FindOwnedCharacters, IReadOnlyList<OwnedCharacter>>,
    IRequestHandler<EnsureCharacter, CharacterInfo>,
    IRequestHandler<FindBackedOwnerHashes, IReadOnlySet<string>>,
    IRequestHandler<AssignToken, Unit>,
    IRequestHandler<AssignTokensOf, Unit>,
    IRequestHandler<DiscardToken, Unit>,
    IRequestHandler<DeleteTokensOf, Unit>,
    IRequestHandler<FindEntities, IReadOnlyList<EveEntity>>,
    IRequestHandler<LearnEntity, EveEntity?>,
    IRequestHandler<Notify, Unit>
{
    public Task<IReadOnlyList<CharacterInfo>> Handle(FindCharacters request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CharacterInfo>>(
            [.. request.Characters.Where(eve.Characters.ContainsKey).Select(id => !request.Uncached && eve.Cached.TryGetValue(id, out var old) ? old : eve.Characters[id])]);

    public Task<IReadOnlyList<OwnedCharacter>> Handle(FindOwnedCharacters request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OwnedCharacter>>(
            [.. request.Characters.Where(eve.Characters.ContainsKey).Select(id => new OwnedCharacter(eve.Characters[id], TokenHealth.Valid))]);

    public Task<CharacterInfo> Handle(EnsureCharacter request, CancellationToken cancellationToken) =>
        Task.FromResult(eve.Characters.TryGetValue(request.CharacterId, out var known) ? known : eve.Fly(request.CharacterId, request.Name));

    public Task<IReadOnlySet<string>> Handle(FindBackedOwnerHashes request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(request.OwnerHashes.Where(eve.BackedHashes.Contains).ToHashSet(StringComparer.Ordinal));

    public Task<Unit> Handle(AssignToken request, CancellationToken cancellationToken)
    {
        lock (eve.Assigned)
        {
            eve.Assigned.Add((request.Token, request.User.Value));
        }

        return Unit.Task;
    }

    public Task<Unit> Handle(AssignTokensOf request, CancellationToken cancellationToken)
    {
        eve.AssignedAll.Add(request);
        return Unit.Task;
    }

    public Task<Unit> Handle(DiscardToken request, CancellationToken cancellationToken)
    {
        eve.Discarded.Add(request.Token);
        return Unit.Task;
    }

    public Task<Unit> Handle(DeleteTokensOf request, CancellationToken cancellationToken) => Unit.Task;

    public Task<IReadOnlyList<EveEntity>> Handle(FindEntities request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EveEntity>>([.. request.Entities.Select(e => new EveEntity(e.Kind, e.Id, $"{e.Kind} {e.Id}", null))]);

    public Task<EveEntity?> Handle(LearnEntity request, CancellationToken cancellationToken) => Task.FromResult<EveEntity?>(null);

    public Task<Unit> Handle(Notify request, CancellationToken cancellationToken)
    {
        lock (eve.Notices)
        {
            eve.Notices.Add(request);
        }

        return Unit.Task;
    }
}
