using System.Globalization;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.Discord.Upkeep;

/// <summary>Makes roles that could not be made when they were needed, once Discord or the operator allows it again, and has those who wait for them looked at.</summary>
internal sealed class MakeMissingRolesJob(ServicesDb db, GuildBook guild, AccountMarks marks, IJobQueue jobs) : IBackgroundJob
{
    public const string Schedule = "0 25 * * * ?";

    public static readonly JobDefinition Definition = new("services.discord.make_missing_roles") { Priority = AccountMarks.Many };

    private const string Cause = "services.discord.cause.role";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var missing = await db.Database.SqlQuery<string>(
            $"""SELECT DISTINCT unnest(missing) AS "Value" FROM services.accounts WHERE service = {DiscordConnector.Name}""").ToListAsync(cancellationToken);
        if (missing.Count == 0)
        {
            run.Summary = "None is missing.";
            return;
        }

        try
        {
            await guild.ForgetRolesAsync(cancellationToken);
            var match = await guild.MatchAsync([.. missing.Order(StringComparer.Ordinal)], cancellationToken);
            var found = missing.Except(match.Missing, StringComparer.Ordinal).ToArray();
            var waiting = await marks.FoundAsync(DiscordConnector.Name, found, Cause, cancellationToken);
            run.Summary = string.Create(CultureInfo.InvariantCulture, $"{found.Length} roles are there now for {waiting} pilots; {match.Missing.Count} are still missing.");
        }
        catch (ServiceException trouble) when (trouble.Wait is { } wait)
        {
            await jobs.EnqueueAsync<MakeMissingRolesJob>(delay: wait, cancellationToken: cancellationToken);
            run.Summary = "Discord asks to wait.";
        }
    }
}
