using AllianceAuth.Shared.Checks;

namespace AllianceAuth.Bootstrapper.Checks;

/// <summary>The host's own checks; modules register theirs beside them.</summary>
internal static class CheckRegistration
{
    public static void AddSiteChecks(this IServiceCollection services) => services
        .AddScoped<ISiteCheck, DatabaseCheck>()
        .AddScoped<ISiteCheck, MigrationsCheck>()
        .AddScoped<ISiteCheck, NodesCheck>()
        .AddScoped<ISiteCheck, RedisCheck>()
        .AddScoped<ISiteCheck, SettingsCheck>();
}
