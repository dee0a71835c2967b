using AllianceAuth.Authentication.Data;

namespace AllianceAuth.Authentication.Components;

/// <summary>The sentence that says why a user is in their state.</summary>
/// <param name="Text">Text key.</param>
/// <param name="Arguments">State and what it lists.</param>
public sealed record StateSentence(string Text, IReadOnlyList<string> Arguments)
{
    internal static StateSentence Of(AccessEntry entry)
    {
        var state = entry.Snapshot.StateName;
        return entry.Reason switch
        {
            StateReason.Character or StateReason.Corporation or StateReason.Alliance or StateReason.Faction =>
                new("authentication.dashboard.because.listed", [state, entry.ReasonName ?? ""]),
            StateReason.Public => new("authentication.dashboard.because.public", [state]),
            StateReason.NoMain => new("authentication.dashboard.because.nomain", [state]),
            _ => new("authentication.dashboard.because.nothing", [state]),
        };
    }

    /// <summary>The same said of somebody who is not the reader.</summary>
    internal static StateSentence OfAnother(AccessEntry entry) =>
        entry.Reason == StateReason.NoMain ? new("authentication.explain.because.nomain", [entry.Snapshot.StateName]) : Of(entry);
}
