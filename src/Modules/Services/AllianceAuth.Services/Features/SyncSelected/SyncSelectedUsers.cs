using System.Globalization;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Features.SyncSelected;

/// <summary>
/// Actions of the user list: makes groups or nicknames of the chosen users right on one service. Either has the engine look at them; what differs is
/// applied, the other as well if it differs. SVC-074, C-41, C-42.
/// </summary>
internal sealed class SyncSelectedUsers(ConnectorBook connectors, AccountMarks marks) : IAdminActions
{
    private const string Groups = "syncgroups-";
    private const string Names = "syncnicknames-";

    public string App => "authentication";

    public string Model => "user";

    public IReadOnlyList<AdminActionInfo> Actions =>
    [
        .. connectors.Installed.Select(c => c.Description).Where(s => s.Abilities.HasFlag(ServiceAbilities.Groups)).Select(s => Info(Groups, "services.admin.syncgroups", s)),
        .. connectors.Installed.Select(c => c.Description).Where(s => s.Abilities.HasFlag(ServiceAbilities.DisplayNames)).Select(s => Info(Names, "services.admin.syncnicknames", s)),
    ];

    public async Task<AdminDone> ActAsync(AdminAsk ask, string action, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var service = action[(action.StartsWith(Groups, StringComparison.Ordinal) ? Groups : Names).Length..];
        List<UserId> users = [.. keys.Select(k => int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new UserId(id) : default).Where(u => u != default)];
        await marks.MarkAsync(users, "services.cause.admin", cancellationToken, service);
        return new AdminDone(users.Count);
    }

    private static AdminActionInfo Info(string key, string text, ServiceDescription service) =>
        new(key + service.Name, text, service.Icon, null, IsDanger: false, IsJob: false, AdminVerb.Change, IsForSuperusers: false) { TextArguments = [service.Title] };
}
