namespace AllianceAuth.EveOnline.Esi;

/// <summary>The calls we make to ESI, typed; nothing else is asked. Every one goes through <see cref="EsiGate"/>.</summary>
internal interface IEsi
{
    Task<EsiAnswer<EsiStatus>> StatusAsync(EsiImportance importance, CancellationToken cancellationToken);

    /// <summary>1 to 1,000 ids; one bad one spoils the call.</summary>
    Task<EsiAnswer<IReadOnlyList<EsiAffiliation>>> AffiliationsAsync(IReadOnlyList<long> characters, EsiImportance importance, CancellationToken cancellationToken);

    /// <summary>1 to 1,000 ids; one bad one spoils the call.</summary>
    Task<EsiAnswer<IReadOnlyList<EsiName>>> NamesAsync(IReadOnlyList<long> ids, EsiImportance importance, CancellationToken cancellationToken);

    /// <summary>1 to 500 exact names.</summary>
    Task<EsiAnswer<EsiIds>> IdsAsync(IReadOnlyList<string> names, EsiImportance importance, CancellationToken cancellationToken);

    Task<EsiAnswer<EsiCharacter>> CharacterAsync(long id, EsiImportance importance, CancellationToken cancellationToken);

    Task<EsiAnswer<IReadOnlyList<EsiEmployment>>> CorporationHistoryAsync(long character, EsiImportance importance, CancellationToken cancellationToken);

    Task<EsiAnswer<EsiCorporation>> CorporationAsync(long id, EsiImportance importance, CancellationToken cancellationToken);

    Task<EsiAnswer<EsiAlliance>> AllianceAsync(long id, EsiImportance importance, CancellationToken cancellationToken);

    Task<EsiAnswer<IReadOnlyList<long>>> AllianceCorporationsAsync(long id, EsiImportance importance, CancellationToken cancellationToken);

    Task<EsiAnswer<IReadOnlyList<EsiFaction>>> FactionsAsync(EsiImportance importance, CancellationToken cancellationToken);

    Task<EsiAnswer<EsiItemType>> TypeAsync(long id, EsiImportance importance, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class EsiClient(EsiGate gate) : IEsi
{
    public Task<EsiAnswer<EsiStatus>> StatusAsync(EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<EsiStatus>(new EsiCall(EsiRoute.Status, "/status", importance), cancellationToken);

    public Task<EsiAnswer<IReadOnlyList<EsiAffiliation>>> AffiliationsAsync(IReadOnlyList<long> characters, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<IReadOnlyList<EsiAffiliation>>(new EsiCall(EsiRoute.Affiliation, "/characters/affiliation", importance, characters), cancellationToken);

    public Task<EsiAnswer<IReadOnlyList<EsiName>>> NamesAsync(IReadOnlyList<long> ids, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<IReadOnlyList<EsiName>>(new EsiCall(EsiRoute.Names, "/universe/names", importance, ids), cancellationToken);

    public Task<EsiAnswer<EsiIds>> IdsAsync(IReadOnlyList<string> names, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<EsiIds>(new EsiCall(EsiRoute.Ids, "/universe/ids", importance, names), cancellationToken);

    public Task<EsiAnswer<EsiCharacter>> CharacterAsync(long id, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<EsiCharacter>(new EsiCall(EsiRoute.Character, Path($"/characters/{id}"), importance), cancellationToken);

    public Task<EsiAnswer<IReadOnlyList<EsiEmployment>>> CorporationHistoryAsync(long character, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<IReadOnlyList<EsiEmployment>>(new EsiCall(EsiRoute.CorporationHistory, Path($"/characters/{character}/corporationhistory"), importance), cancellationToken);

    public Task<EsiAnswer<EsiCorporation>> CorporationAsync(long id, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<EsiCorporation>(new EsiCall(EsiRoute.Corporation, Path($"/corporations/{id}"), importance), cancellationToken);

    public Task<EsiAnswer<EsiAlliance>> AllianceAsync(long id, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<EsiAlliance>(new EsiCall(EsiRoute.Alliance, Path($"/alliances/{id}"), importance), cancellationToken);

    public Task<EsiAnswer<IReadOnlyList<long>>> AllianceCorporationsAsync(long id, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<IReadOnlyList<long>>(new EsiCall(EsiRoute.AllianceCorporations, Path($"/alliances/{id}/corporations"), importance), cancellationToken);

    public Task<EsiAnswer<IReadOnlyList<EsiFaction>>> FactionsAsync(EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<IReadOnlyList<EsiFaction>>(new EsiCall(EsiRoute.Factions, "/universe/factions", importance), cancellationToken);

    public Task<EsiAnswer<EsiItemType>> TypeAsync(long id, EsiImportance importance, CancellationToken cancellationToken) =>
        gate.AskAsync<EsiItemType>(new EsiCall(EsiRoute.Type, Path($"/universe/types/{id}"), importance), cancellationToken);

    private static string Path(FormattableString path) => FormattableString.Invariant(path);
}

internal sealed record EsiStatus(int Players, string ServerVersion, DateTimeOffset StartTime, bool? Vip = null);

internal sealed record EsiAffiliation(long CharacterId, long CorporationId, long? AllianceId = null, long? FactionId = null);

internal sealed record EsiName(long Id, string Name, string Category);

internal sealed record EsiCharacter(string Name, long CorporationId, long? AllianceId = null, long? FactionId = null);

/// <summary>The highest record number is the present corporation.</summary>
internal sealed record EsiEmployment(long CorporationId, long RecordId, DateTimeOffset StartDate);

/// <summary>The state is <c>active</c> or <c>closed</c>.</summary>
internal sealed record EsiCorporation(string Name, string Ticker, long MemberCount, string State, long? CeoId = null, long? AllianceId = null, long? EnlistedFactionId = null);

internal sealed record EsiAlliance(string Name, string Ticker, long? ExecutorCorporationId = null, long? FactionId = null);

/// <summary>The militia is null for factions nobody can enlist with.</summary>
internal sealed record EsiFaction(long FactionId, string Name, long? MilitiaCorporationId = null);

internal sealed record EsiItemType(long TypeId, string Name);

/// <summary>Names found, by kind; a kind without any is left out by ESI.</summary>
internal sealed record EsiIds(
    IReadOnlyList<EsiFoundId>? Characters = null,
    IReadOnlyList<EsiFoundId>? Corporations = null,
    IReadOnlyList<EsiFoundId>? Alliances = null,
    IReadOnlyList<EsiFoundId>? Factions = null);

internal sealed record EsiFoundId(long Id, string Name);
