using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Verify;

/// <summary>Writes down what is asked of accounts, and wakes the engine: the server itself is never asked within a request.</summary>
internal sealed class TeamSpeakAsks(AccountActions actions)
{
    /// <summary>Has the engine look for the clients of these users.</summary>
    public Task VerifyAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        actions.PassSecretAsync(TeamSpeak3Connector.Name, users, TeamSpeakAsk.Verify, "services.teamspeak3.cause.verify", isAnew: false, cancellationToken);

    /// <summary>Has the engine take the client away and make another key, under the name of today. TS3-003, TS3-029.</summary>
    public Task NewKeyAsync(UserId user, CancellationToken cancellationToken) =>
        actions.PassSecretAsync(TeamSpeak3Connector.Name, [user], TeamSpeakAsk.NewKey, "services.teamspeak3.cause.newkey", isAnew: true, cancellationToken);
}
