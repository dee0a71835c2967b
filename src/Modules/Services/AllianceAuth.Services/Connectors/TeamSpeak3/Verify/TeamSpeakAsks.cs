using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Verify;

/// <summary>Writes down what is asked of accounts, and wakes the engine: the server itself is never asked within a request.</summary>
internal sealed class TeamSpeakAsks(ServicesDb db, AccountMarks marks, ServiceSignals signals, ISecretProtector protector, TimeProvider clock)
{
    // A pilot who clicked waits for it.
    private const short First = 0;

    /// <summary>Has the engine look for the clients of these users.</summary>
    public Task VerifyAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        AskAsync(users, TeamSpeakAsk.Verify, "services.teamspeak3.cause.verify", isAnew: false, cancellationToken);

    /// <summary>Has the engine take the client away and make another key, under the name of today. TS3-003, TS3-029.</summary>
    public Task NewKeyAsync(UserId user, CancellationToken cancellationToken) =>
        AskAsync([user], TeamSpeakAsk.NewKey, "services.teamspeak3.cause.newkey", isAnew: true, cancellationToken);

    private async Task AskAsync(IReadOnlyList<UserId> users, string ask, string cause, bool isAnew, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var secret = protector.Protect(ask);
        await db.Accounts.Where(a => a.Service == TeamSpeak3Connector.Name && users.Contains(a.UserId) && a.Stage != AccountStage.Leaving).ExecuteUpdateAsync(
            a => a.SetProperty(x => x.Secret, secret)
                // With the client go its groups: nothing is applied any more.
                .SetProperty(x => x.Groups, x => isAnew ? null : x.Groups)
                .SetProperty(x => x.Stage, x => isAnew ? AccountStage.SettingUp : x.Stage)
                .SetProperty(x => x.DueSince, x => x.Mark > x.Done ? x.DueSince : now)
                .SetProperty(x => x.Mark, x => x.Mark + 1)
                .SetProperty(x => x.Priority, First)
                .SetProperty(x => x.Cause, cause)
                .SetProperty(x => x.NextTry, (DateTimeOffset?)null),
            cancellationToken);
        await marks.WakeAsync([TeamSpeak3Connector.Name], First, cancellationToken);
        foreach (var user in users)
        {
            await signals.AccountChangedAsync(user, cancellationToken);
        }
    }
}
