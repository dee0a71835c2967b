using AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Services.Connectors.TeamSpeak3.Verify;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>
/// TeamSpeak 3. The engine makes a privilege key; the pilot redeems it in their client, which ties that client to the account. Its server groups are those
/// that admins mapped to our groups and states.
/// </summary>
internal sealed class TeamSpeak3Connector(
    QueryDesk desk,
    TeamSpeakAccounts accounts,
    MappedGroups mapped,
    TeamSpeakTest test,
    ISecretProtector protector,
    IOptions<TeamSpeak3Settings> settings) : ServiceConnector
{
    public const string Name = "teamspeak3";

    /// <inheritdoc />
    public override ServiceDescription Description { get; } = new(Name, "Teamspeak3", TeamSpeakPermissions.Access, "[{corp_ticker}]{character_name}", "fa-brands fa-teamspeak")
    {
        // Pilots may call themselves what they like there, so the name is a proposal of the day the key was made. TS3-002, TS3-003.
        Abilities = ServiceAbilities.Groups | ServiceAbilities.Reading,
        LongestName = TeamSpeakNames.Longest,
        EndingText = "services.teamspeak3.ending",
        // A reading asks for everybody's clients and every group's members, so it is the same for one page as for all pilots.
        ReadAtOnce = 10_000,
    };

    /// <inheritdoc />
    public override bool IsInstalled => settings.Value.Host.Length > 0;

    /// <summary>TS3-037, TS3-044: only what is mapped counts.</summary>
    public override async ValueTask<IReadOnlyList<ServiceWish>> WishAsync(IReadOnlyList<ServiceMember> members, CancellationToken cancellationToken)
    {
        var map = await mapped.ReadAsync(cancellationToken);
        return [.. members.Select(m => new ServiceWish(CleanName(m.Name), CleanName(m.Name), map.GroupsOf(m.Access)))];
    }

    /// <inheritdoc />
    public override Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken) => accounts.ApplyAsync(account, wish, cancellationToken);

    /// <inheritdoc />
    public override Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken) => accounts.RemoveAsync(account, cancellationToken);

    /// <inheritdoc />
    public override async Task<IReadOnlyList<ServiceActual>> ReadAsync(IReadOnlyList<ServiceAccount> accounts, CancellationToken cancellationToken)
    {
        var reserved = await mapped.ReservedNamesAsync(cancellationToken);
        return await desk.UseAsync(server => TeamSpeakReading.ReadAsync(server, accounts, reserved), cancellationToken);
    }

    /// <inheritdoc />
    public override Task<IReadOnlyList<ServiceTestLine>> TestAsync(CancellationToken cancellationToken) => test.RunAsync(cancellationToken);

    /// <inheritdoc />
    public override ServiceCardDetails CardOf(ServiceAccount? account)
    {
        var server = settings.Value.PlainAddress;
        if (account?.RemoteId is null)
        {
            return new(server, [], []);
        }

        var nickname = account.DisplayName;
        return TeamSpeakNotes.Read(account.Data).OpenKey(protector) is { } key
            ? new(
                server,
                [
                    new("services.teamspeak3.card.join", TeamSpeakLinks.Join(server, nickname, key)),
                    new("services.teamspeak3.card.verify", VerifyAccountEndpoint.Path),
                    new("services.teamspeak3.card.newkey", ResetKeyEndpoint.Path),
                ],
                [("services.teamspeak3.card.key", key)])
            : new(
                server,
                [new("services.teamspeak3.card.connect", TeamSpeakLinks.Connect(server, nickname)), new("services.teamspeak3.card.newkey", ResetKeyEndpoint.Path)],
                []);
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyDictionary<string, string>> NameGroupsAsync(IReadOnlyCollection<string> groups, CancellationToken cancellationToken) =>
        await mapped.NamesOfAsync(groups, cancellationToken);

    /// <inheritdoc />
    public override string CleanName(string name) => TeamSpeakNames.Nickname(name);
}
