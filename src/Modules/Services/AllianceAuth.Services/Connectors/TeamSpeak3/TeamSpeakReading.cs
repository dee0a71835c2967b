using System.Globalization;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>What the server holds of our accounts: a command for everybody's clients and one for each group of ours, for each page of accounts.</summary>
internal static class TeamSpeakReading
{
    public static async Task<IReadOnlyList<ServiceActual>> ReadAsync(QueryServer server, IReadOnlyList<ServiceAccount> accounts, IReadOnlySet<string> reserved)
    {
        var clients = await server.FindAllClientsAsync();
        var defaultGroup = await server.DefaultGroupAsync();
        Dictionary<string, HashSet<int>> members = new(StringComparer.Ordinal);
        foreach (var group in (await server.GroupsAsync()).Where(g => GroupDifference.IsOurs(g, defaultGroup, reserved)))
        {
            members[group.Id.ToString(CultureInfo.InvariantCulture)] = [.. await server.MembersOfAsync(group.Id)];
        }

        return [.. accounts.Select(a => ActualOf(a, [.. clients[a.RemoteId ?? TeamSpeakNames.UidOf(a.User)]], members)).OfType<ServiceActual>()];
    }

    private static ServiceActual? ActualOf(ServiceAccount account, IReadOnlyCollection<int> clients, Dictionary<string, HashSet<int>> members)
    {
        if (clients.Count == 0)
        {
            // Whoever has not redeemed the key yet is not expected there.
            return TeamSpeakNotes.Read(account.Data).IsRedeemed ? new(account.User, Exists: false) : null;
        }

        // Several clients: a group that one of them lacks is lacking, one that any has beyond ours is too much.
        var ours = account.Groups ?? [];
        return new(
            account.User,
            Exists: true,
            Groups: [.. members.Where(m => ours.Contains(m.Key) ? clients.All(m.Value.Contains) : clients.Any(m.Value.Contains)).Select(m => m.Key).Order(StringComparer.Ordinal)]);
    }
}
