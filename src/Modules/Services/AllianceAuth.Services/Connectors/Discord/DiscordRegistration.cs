using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Limits;
using AllianceAuth.Services.Connectors.Discord.Linking;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Services.Connectors.Discord.Upkeep;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Discord;

internal static class DiscordRegistration
{
    public static void AddDiscord(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DiscordSettings>(DiscordSettings.Section);
        services.AddOutsideClient(DiscordDoor.HttpClientName, (provider, client) =>
        {
            client.DefaultRequestHeaders.UserAgent.Clear();
            client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", DiscordDoor.UserAgent(provider.GetRequiredService<IOptions<SiteSettings>>().Value));
            if (provider.GetRequiredService<IOptions<DiscordSettings>>().Value.ApiTimeoutSeconds is > 0 and var seconds)
            {
                client.Timeout = TimeSpan.FromSeconds(seconds);
            }
        });
        services.AddSingleton<DiscordLimiter>();
        services.AddSingleton<DiscordDoor>();
        services.AddSingleton<LinkState>();
        services.AddScoped<DiscordApi>();
        services.AddScoped<GuildBook>();
        services.AddScoped<DiscordLinks>();
        services.AddScoped<DiscordMembers>();
        services.AddScoped<DiscordTest>();
        services.AddScoped<AccountEnd>();
        services.AddServiceConnector<DiscordConnector>();
        DiscordAdmin.Add(services);

        var isInstalled = configuration.ReadSettings<DiscordSettings>(DiscordSettings.Section).IsInstalled;
        services.AddJob<UpdateServerNameJob>(UpdateServerNameJob.Definition);
        services.AddJob<UpdateUsernamesJob>(UpdateUsernamesJob.Definition with { Schedule = isInstalled ? UpdateUsernamesJob.Schedule : null });
        services.AddJob<MakeMissingRolesJob>(MakeMissingRolesJob.Definition with { Schedule = isInstalled ? MakeMissingRolesJob.Schedule : null });
    }
}
