using System.Globalization;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>
/// Makes live sessions of a pilot follow the account: without one they end, with one they get the groups that came since. Mumble cannot take a group from
/// a session, so a lost one ends with it, at the next login, or at once where the settings say so. MUM-017, MUM-023.
/// </summary>
internal sealed class FollowAccountJob(ServicesDb db, MumbleServers servers, IStringLocalizer<ServicesModule> texts) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.mumble.follow-account") { Priority = 1, Retries = 6 };

    private const string Lost = " lost";
    private const int Root = 0;

    /// <param name="user">Whose sessions.</param>
    /// <param name="endsThem">Whether they end even though there is an account.</param>
    public static string ArgumentOf(UserId user, bool endsThem) => $"{user}{(endsThem ? Lost : "")}";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var argument = run.Argument ?? "";
        var endsThem = argument.EndsWith(Lost, StringComparison.Ordinal);
        if (!servers.AreOurs || !int.TryParse(endsThem ? argument[..^Lost.Length] : argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            run.Summary = "Mumble is not ours to change.";
            return;
        }

        var user = new UserId(number);
        var groups = await db.MumbleUsers.Where(u => u.UserId == user).Select(u => u.Groups).SingleOrDefaultAsync(cancellationToken);
        await using var client = await servers.OpenAsync(cancellationToken);
        var sessions = (await servers.FindUsersAsync(client, cancellationToken)).Where(s => s.User.UserId == MumbleNumbers.Of(user)).ToList();
        foreach (var (server, session) in sessions)
        {
            await MumbleServers.TryAsync(() => groups is null || endsThem
                ? client.KickAsync(server, session.Session, texts[groups is null ? "services.mumble.kick.ended" : "services.mumble.kick.groups"], cancellationToken)
                : AddAsync(client, server, session.Session, groups, cancellationToken));
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{sessions.Count} sessions {(groups is null || endsThem ? "ended" : "given their groups")}.");
    }

    private static async Task AddAsync(MurmurClient client, int server, int session, IEnumerable<string> groups, CancellationToken cancellationToken)
    {
        foreach (var group in groups)
        {
            await client.AddToGroupAsync(server, Root, session, group, cancellationToken);
        }
    }
}
