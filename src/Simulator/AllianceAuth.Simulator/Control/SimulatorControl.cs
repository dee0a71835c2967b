using AllianceAuth.Simulator.Analytics;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Esi;
using AllianceAuth.Simulator.Example;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Requests;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Control;

/// <summary>Makes things happen. Each method has a twin under <c>/control/api</c>.</summary>
public sealed partial class SimulatorControl
{
    private readonly World _world;
    private readonly SsoServer _sso;
    private readonly SigningKeys _keys;
    private readonly TokenMint _mint;
    private readonly LiveSettings _settings;
    private readonly FaultPlan _faults;
    private readonly EsiGateway _esi;
    private readonly RequestLog _requests;
    private readonly CollectedMessages _messages;
    private readonly TimeProvider _clock;
    private readonly string _clientId;
    private DateTimeOffset? _moment;

    internal SimulatorControl(
        World world, SsoServer sso, SigningKeys keys, TokenMint mint, LiveSettings settings, FaultPlan faults, EsiGateway esi, RequestLog requests, CollectedMessages messages, TimeProvider clock, SimulatorOptions options)
    {
        (_world, _sso, _keys, _mint, _settings, _faults, _esi, _requests, _messages, _clock) = (world, sso, keys, mint, settings, faults, esi, requests, messages, clock);
        _clientId = options.ClientId;
    }

    /// <summary>The example service.</summary>
    public required SimulatedExample Example { get; init; }

    private DateTimeOffset Now => _moment ?? _clock.GetUtcNow();

    /// <summary>What happens in Discord.</summary>
    public required DiscordControl Discord { get; init; }

    /// <summary>The switches as they are.</summary>
    public SimulatorSettings Settings => _settings.Value;

    /// <summary>The faults in force.</summary>
    public IReadOnlyList<Fault> Faults => _faults.All;

    /// <summary>Faults that the next access tokens will have, in order.</summary>
    public IReadOnlyList<TokenFault> PlannedTokenFaults => _mint.Planned;

    /// <summary>Scopes that no application is registered for any more.</summary>
    public IReadOnlyList<string> DroppedScopes => _sso.DroppedScopes;

    /// <summary>The <c>kid</c> that tokens are signed with.</summary>
    public string SigningKeyId => _keys.Current.Id;

    /// <summary>Where the default application may send people back to.</summary>
    public IReadOnlyList<string> Callbacks => [.. _sso.Clients.Single(c => c.Id == _clientId).Callbacks.Order(StringComparer.Ordinal)];

    /// <summary>How many refresh tokens of a character still work.</summary>
    public int LiveGrants(long characterId) => _sso.LiveGrants(characterId);

    /// <summary>A pilot leaves for another corporation.</summary>
    /// <exception cref="ChangeRefusedException">It cannot; true for all methods that change the world.</exception>
    public void MovePilot(long characterId, long corporationId) => _world.MoveCharacter(characterId, corporationId, Now);

    /// <summary>A corporation joins an alliance, or leaves its own when the alliance is null.</summary>
    public void MoveCorporation(long corporationId, long? allianceId) => _world.MoveCorporation(corporationId, allianceId);

    /// <summary>A pilot gets another name; its owner hash stays.</summary>
    public void RenamePilot(long characterId, string name) => _world.RenameCharacter(characterId, name);

    /// <summary>A corporation closes; its members find themselves in the NPC corporation.</summary>
    public void CloseCorporation(long corporationId) => _world.CloseCorporation(corporationId, Now);

    /// <summary>A pilot is deleted: 404 from ESI, Doomheim in affiliations, no sign-on.</summary>
    public void Biomass(long characterId)
    {
        _world.Biomass(characterId, Now);
        _sso.Withdraw(characterId);
    }

    /// <summary>A pilot goes to another account: new owner hash, and what it granted ends.</summary>
    /// <param name="characterId">Who is sold.</param>
    /// <param name="accountId">To whom; null for an account that did not exist before.</param>
    /// <returns>The buyer.</returns>
    public EveAccount SellPilot(long characterId, int? accountId = null)
    {
        var buyer = _world.SellCharacter(characterId, accountId);
        _sso.Withdraw(characterId);
        return buyer;
    }

    /// <summary>The player takes back all that this pilot granted.</summary>
    /// <returns>How many refresh tokens ended.</returns>
    public int RevokeTokens(long characterId) => _sso.Withdraw(characterId);

    /// <summary>Puts a pilot somewhere else, in space or docked, and into another ship when one is given.</summary>
    public void PlacePilot(long characterId, long solarSystemId, long? shipTypeId = null, bool docked = false) => _world.Place(characterId, solarSystemId, shipTypeId, docked);

    /// <summary>Logs a pilot in to the game, or out of it and its fleet.</summary>
    public void SetOnline(long characterId, bool online) => _world.SetOnline(characterId, online, Now);

    /// <summary>Puts a pilot into the fleet of another; a boss without a fleet gets one. A boss who joins itself starts one.</summary>
    /// <returns>The place in the fleet.</returns>
    public FleetSeat JoinFleet(long characterId, long bossId) => _world.JoinFleet(characterId, bossId);

    /// <summary>Takes a pilot out of its fleet.</summary>
    public void LeaveFleet(long characterId) => _world.LeaveFleet(characterId);

    /// <summary>Lets a service fail until the fault is lifted or has struck often enough.</summary>
    /// <returns>The fault with its id.</returns>
    public Fault AddFault(Fault fault) => _faults.Add(fault);

    /// <summary>Lifts one fault.</summary>
    public void LiftFault(int id) => _faults.Clear(f => f.Id == id);

    /// <summary>Lifts all faults of a service, or all there are.</summary>
    public void LiftFaults(SimulatedService? service = null) => _faults.Clear(f => service is null || f.Service == service);

    /// <summary>Spoils the next access tokens.</summary>
    public void SpoilTokens(TokenFault fault, int count = 1) => _mint.Plan(fault, count);

    /// <summary>Signs with a new key from now on and publishes only that.</summary>
    /// <param name="keyId">Null for an id that was not there before; the old id, to see whether clients keep keys by id.</param>
    public void RotateSigningKey(string? keyId = null) => _keys.Rotate(keyId);

    /// <summary>Takes a scope from all applications: sign-on and refreshes that need it answer <c>invalid_scope</c>.</summary>
    /// <returns>False when it was not registered.</returns>
    public bool DropScope(string scope) => _sso.DropScope(scope);

    /// <summary>Lets the default application send people back to one more address.</summary>
    public void RegisterCallback(string callback) => _sso.AddCallback(_clientId, callback);

    /// <summary>Registers one more application.</summary>
    public void RegisterClient(string id, string secret, string name, string callback)
    {
        _sso.Register(new SsoClient(id, secret, name));
        _sso.AddCallback(id, callback);
    }

    /// <summary>Changes switches: <c>control.Change(s => s with { CacheLag = true })</c>.</summary>
    public void Change(Func<SimulatorSettings, SimulatorSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _settings.Value = change(_settings.Value);
    }

    /// <summary>Undoes everything that was done here: world, faults, switches, key, scopes, withdrawn grants, limits, caches, log, usage statistics, Discord, TeamSpeak, the example service. Applications and callbacks stay.</summary>
    public void Reset()
    {
        _world.Rebuild();
        _sso.Reset();
        _keys.Reset();
        _mint.ClearPlan();
        _settings.Value = new();
        _faults.Clear(_ => true);
        _esi.Reset();
        _requests.Clear();
        _messages.Clear();
        Discord.Reset();
        ResetTeamSpeak();
        Example.Reset();
    }

    /// <summary>Lets something happen in the past. Only before the simulator serves.</summary>
    internal void At(DateTimeOffset moment, Action happen)
    {
        _moment = moment;
        try
        {
            happen();
        }
        finally
        {
            _moment = null;
        }
    }
}
