using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Connectors.Mumble.Guests;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Connectors.Mumble;

internal static class MumbleRegistration
{
    /// <returns>Whether a Mumble is set up.</returns>
    public static bool AddMumble(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<MumbleSettings>(MumbleSettings.Section);
        services.AddSingleton<MumblePasswords>();
        services.AddSingleton<VerifiedPasswords>();
        services.AddSingleton<MumbleServers>();
        services.AddSingleton<IMumbleDoor, AccountDoor>();
        services.AddScoped<MumbleTest>();
        services.AddScoped<GuestMaker>();
        services.AddServiceConnector<MumbleConnector>();
        MumbleAdmin.Add(services);
        services.AddOutsideClient(FetchAvatarJob.HttpClientName);

        var settings = configuration.ReadSettings<MumbleSettings>(MumbleSettings.Section);
        var isInstalled = settings.Url.Length > 0;
        services.AddJob<FollowAccountJob>(FollowAccountJob.Definition);
        services.AddJob<FetchAvatarJob>(FetchAvatarJob.Definition);
        services.AddJob<KickGuestsJob>(KickGuestsJob.Definition);
        services.AddJob<EndSessionsJob>(EndSessionsJob.Definition with { Schedule = isInstalled ? EndSessionsJob.Schedule : null });
        services.AddJob<MoveIdleJob>(MoveIdleJob.Definition with { Schedule = isInstalled && settings.IdleHandler ? MoveIdleJob.Schedule : null });
        if (isInstalled && settings.Authenticator && configuration.ReadSettings<NodeSettings>(NodeSettings.Section).Role is not NodeRole.Web)
        {
            services.AddHostedService<KeepDoor>();
        }

        return isInstalled;
    }
}
