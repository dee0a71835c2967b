using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Jobs;

namespace AllianceAuth.Services.Connectors.Discord.Upkeep;

/// <summary>Reads the server's name and has every member read: user names are taken over, and whoever left or was changed by hand is found.</summary>
internal sealed class UpdateUsernamesJob(GuildBook guild, AccountMarks marks) : IBackgroundJob
{
    public const string Schedule = "0 0 0/12 * * ?";

    public static readonly JobDefinition Definition = new("services.discord.update_all_usernames") { Priority = AccountMarks.Many };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var name = await guild.NameAsync(isFresh: true, cancellationToken);
        await marks.ReadAsync([DiscordConnector.Name], cancellationToken);
        run.Summary = name.Length > 0 ? $"The server is called {name}; its members are read." : "The server's name could not be read; its members are read.";
    }
}

/// <summary>Reads the server's name.</summary>
internal sealed class UpdateServerNameJob(GuildBook guild) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.discord.update_servername") { Priority = AccountMarks.Many };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken) => run.Summary = await guild.NameAsync(isFresh: true, cancellationToken);
}
