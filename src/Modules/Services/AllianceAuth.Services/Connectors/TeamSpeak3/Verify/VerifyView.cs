using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Secrets;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Verify;

/// <summary>How far a pilot has come into TeamSpeak.</summary>
public enum VerifyStep
{
    /// <summary>The key is not there yet.</summary>
    Preparing,

    /// <summary>The key waits to be redeemed.</summary>
    Ready,

    /// <summary>We are looking whether it was.</summary>
    Looking,

    /// <summary>We looked, and nobody was there.</summary>
    NotFound,

    /// <summary>The pilot is there.</summary>
    Found,
}

/// <summary>What the page about coming into TeamSpeak shows.</summary>
/// <param name="Step">How far the pilot has come.</param>
/// <param name="Nickname">The name we propose.</param>
/// <param name="Server">Where TeamSpeak is.</param>
/// <param name="Key">The privilege key; null when there is none to redeem.</param>
/// <param name="Trouble">Why the last try failed; null when it did not.</param>
public sealed record VerifyView(VerifyStep Step, string Nickname, string Server, string? Key, Refusal? Trouble)
{
    internal static VerifyView Of(Account account, TeamSpeak3Settings settings, ISecretProtector protector)
    {
        var notes = TeamSpeakNotes.Read(account.Data);
        var key = account.Groups is null ? null : notes.OpenKey(protector);
        var step = account switch
        {
            { Groups: null } => VerifyStep.Preparing,
            { Stage: not AccountStage.WaitsForPilot } => VerifyStep.Found,
            { Secret: not null } => VerifyStep.Looking,
            _ => notes.WasSought ? VerifyStep.NotFound : VerifyStep.Ready,
        };
        var trouble = account is { IsDue: true, Trouble: { } reason } ? new Refusal(reason, account.TroubleArguments) : null;
        return new(step, account.DisplayName, settings.PlainAddress, key, trouble);
    }
}
