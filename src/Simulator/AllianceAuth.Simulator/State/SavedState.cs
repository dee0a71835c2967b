using System.Text.Json.Serialization;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.TeamSpeak;

namespace AllianceAuth.Simulator.State;

/// <summary>What a simulator remembers beyond its end. The world itself is not in it: it follows from the seed and what was done to it.</summary>
internal sealed record SavedState
{
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>Owner hashes follow from it, so nothing here is of use in a world from another seed.</summary>
    public required int Seed { get; init; }

    public required IReadOnlyList<DoneAction> Actions { get; init; }

    public required IReadOnlyList<SavedGrant> Grants { get; init; }

    public required SavedKeys Keys { get; init; }

    /// <summary>Null in files from before there was a Discord.</summary>
    public SavedDiscord? Discord { get; init; }

    /// <summary>Null in a file from before there was one.</summary>
    public SavedTeamSpeak? TeamSpeak { get; init; }

    /// <summary>Reading looks after properties that are null, but not after what lists hold.</summary>
    [JsonIgnore]
    public bool IsWhole =>
        Actions.All(a => a is not null && !a.Values.Values.Contains(null!))
        && Grants.All(g => g is not null && !g.Scopes.Contains(null!))
        && Keys.All.All(k => k is not null)
        && Discord?.IsWhole != false
        && TeamSpeak?.IsWhole != false;
}

/// <summary>A control action as it was called.</summary>
internal sealed record DoneAction(DateTimeOffset At, string Name, IReadOnlyDictionary<string, string> Values);

internal sealed record SavedGrant(string RefreshToken, string ClientId, long CharacterId, string OwnerHash, IReadOnlyList<string> Scopes, bool IsPublic, GrantEnd End);

/// <param name="Current">Which of them signs.</param>
/// <param name="All">Oldest first.</param>
internal sealed record SavedKeys(int Current, IReadOnlyList<SavedKey> All);

/// <param name="Id">The <c>kid</c>.</param>
/// <param name="Pem">The private key.</param>
internal sealed record SavedKey(string Id, string Pem);
