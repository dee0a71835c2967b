using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Services;
using MediatR;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>Makes the clients of an account what they should be, or the key that a client is won by.</summary>
internal sealed partial class TeamSpeakAccounts(
    QueryDesk desk, MappedGroups mapped, ISecretProtector protector, IMediator mediator, IJobQueue jobs, ILogger<TeamSpeakAccounts> logger)
{
    private const string Farewell = "Auth service deleted";

    /// <summary>Sets the groups of whoever redeemed the key; while nobody has, keeps a key ready.</summary>
    /// <exception cref="ServiceException">It could not be done, with the reason.</exception>
    public async Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken)
    {
        var uid = UidOf(account);
        var notes = TeamSpeakNotes.Read(account.Data);
        var reserved = await mapped.ReservedNamesAsync(cancellationToken);
        var state = (await mediator.AccessOf(account.User, cancellationToken)).StateName;
        var isAnew = account.Secret == TeamSpeakAsk.NewKey;
        var (key, missing) = await desk.UseAsync(
            async server =>
            {
                var clients = isAnew ? [] : await server.FindClientsAsync(uid);
                if (clients.Count > 0)
                {
                    return (Key: (string?)null, Missing: await SyncAsync(server, clients, account, wish, notes, reserved));
                }

                // Somebody took the client out of TeamSpeak's database.
                if (notes.IsRedeemed && !isAnew)
                {
                    throw ServiceException.Gone("services.teamspeak3.cause.gone");
                }

                return (Key: await KeepKeyAsync(server, uid, wish, isAnew ? null : notes.OpenKey(protector), state, isAnew), Missing: (IReadOnlyList<string>)[]);
            },
            cancellationToken);
        if (missing.Count > 0)
        {
            // The mapping names groups that are not there any more. TS3-048.
            await jobs.EnqueueAsync<RefreshGroupsJob>(cancellationToken: cancellationToken);
        }

        var left = key is null
            ? new TeamSpeakNotes(IsRedeemed: true)
            : new TeamSpeakNotes(protector.Protect(key), WasSought: account.Secret == TeamSpeakAsk.Verify);
        return new(uid) { Data = left.Write(), Missing = missing, WaitsForPilot = key is not null };
    }

    /// <summary>Nobody has come in by this account, and nobody will. TS3-032 to TS3-036.</summary>
    /// <exception cref="ServiceException">It could not be done, with the reason.</exception>
    public async Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        var uid = UidOf(account);
        var key = TeamSpeakNotes.Read(account.Data).OpenKey(protector);
        await desk.UseAsync(
            async server =>
            {
                if (await ForgetAsync(server, uid, key) == 0)
                {
                    LogNobody(logger, account.User.Value);
                }

                return true;
            },
            cancellationToken);
    }

    private static string UidOf(ServiceAccount account) => account.RemoteId ?? TeamSpeakNames.UidOf(account.User);

    private async Task<IReadOnlyList<string>> SyncAsync(
        QueryServer server, IReadOnlyList<int> clients, ServiceAccount account, ServiceWish wish, TeamSpeakNotes notes, IReadOnlySet<string> reserved)
    {
        if (clients.Count > 1)
        {
            LogSeveral(logger, account.User.Value, clients.Count);
        }

        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var defaultGroup = await server.DefaultGroupAsync();
        foreach (var client in clients)
        {
            var plan = GroupDifference.Of([.. wish.Groups.Select(g => int.Parse(g, CultureInfo.InvariantCulture))], await server.GroupsOfAsync(client), defaultGroup, reserved);
            foreach (var group in plan.Add)
            {
                if (!await server.AddMemberAsync(group, client))
                {
                    missing.Add(group.ToString(CultureInfo.InvariantCulture));
                }
            }

            foreach (var group in plan.Remove)
            {
                await server.RemoveMemberAsync(group, client);
            }
        }

        if (!notes.IsRedeemed)
        {
            await WithdrawKeysAsync(server, UidOf(account), notes.OpenKey(protector), but: null);
        }

        return [.. missing];
    }

    /// <summary>The key that is already there, or another one. Never two: an unredeemed key is a way in.</summary>
    private static async Task<string> KeepKeyAsync(QueryServer server, string uid, ServiceWish wish, string? key, string state, bool isAnew)
    {
        if (isAnew)
        {
            await ForgetAsync(server, uid, key);
        }
        else if (await WithdrawKeysAsync(server, uid, key, but: key) && key is not null)
        {
            return key;
        }

        return await server.AddKeyAsync(await GroupOfKeyAsync(server, state, wish), TeamSpeakNames.Describe(wish.DisplayName, uid), uid);
    }

    /// <summary>A key gives the group that is called like the state; it is made when there is none. TS3-018.</summary>
    private static async Task<int> GroupOfKeyAsync(QueryServer server, string state, ServiceWish wish)
    {
        var name = Domain.UniqueNames.Cut(state, TeamSpeakNames.Longest);
        var groups = await server.GroupsAsync();
        if (groups.FirstOrDefault(g => g.Name == name) is not { } named)
        {
            return await server.AddGroupAsync(name);
        }

        // The default group cannot be given, not even by a key.
        return named.Id != await server.DefaultGroupAsync()
            ? named.Id
            : wish.Groups.Select(g => int.Parse(g, CultureInfo.InvariantCulture)).FirstOrDefault(g => groups.Any(there => there.Id == g), named.Id);
    }

    /// <returns>How many clients there were.</returns>
    private static async Task<int> ForgetAsync(QueryServer server, string uid, string? key)
    {
        // Keys first, or the pilot comes in again by one while the client goes.
        await WithdrawKeysAsync(server, uid, key, but: null);
        var clients = await server.FindClientsAsync(uid);
        foreach (var client in clients)
        {
            await server.ForgetAsync(client, Farewell);
        }

        return clients.Count;
    }

    /// <summary>Withdraws unredeemed keys of the account: the one we know, and those of tries whose answer was lost. TS3-036.</summary>
    /// <returns>Whether the key that shall stay is there.</returns>
    private static async Task<bool> WithdrawKeysAsync(QueryServer server, string uid, string? key, string? but)
    {
        var ours = (await server.KeysAsync()).Where(k => k.Token == key || TeamSpeakNames.IsFor(k.Description, uid)).Select(k => k.Token).ToList();
        foreach (var token in ours.Where(t => t != but))
        {
            await server.WithdrawKeyAsync(token);
        }

        return but is not null && ours.Contains(but);
    }

    [LoggerMessage(LogLevel.Warning, "No TeamSpeak client bears the account of user {User}: its key was never redeemed.")]
    private static partial void LogNobody(ILogger logger, int user);

    [LoggerMessage(LogLevel.Warning, "{Count} TeamSpeak clients bear the account of user {User}; all of them are treated alike.")]
    private static partial void LogSeveral(ILogger logger, int user, int count);
}
