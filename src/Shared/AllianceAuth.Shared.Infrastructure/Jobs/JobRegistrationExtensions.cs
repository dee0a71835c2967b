using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>Registers background jobs.</summary>
public static class JobRegistrationExtensions
{
    private const string SchedulerName = "AllianceAuth";

    /// <summary>Registers a job. The order of this and <see cref="PlatformRegistration.AddPlatform"/> does not matter.</summary>
    /// <param name="services">The container.</param>
    /// <param name="definition">Its name, schedule, priority and retries.</param>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, JobDefinition definition)
        where TJob : class, IBackgroundJob
    {
        services.TryAddScoped<TJob>();
        return services.AddSingleton(new JobRegistration(typeof(TJob), definition));
    }

    internal static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<JobSettings>(JobSettings.Section);
        services.AddSettings<NodeSettings>(NodeSettings.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobSettings>, JobScheduleValidator>());
        services.AddSingleton(provider => new JobCatalog(provider.GetServices<JobRegistration>(), provider.GetRequiredService<IOptions<JobSettings>>().Value));
        services.AddSingleton(JobNode.Current());
        services.AddSingleton<JobSignal>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<IJobQueue>(provider => provider.GetRequiredService<JobQueue>());
        services.AddSingleton<JobStarter>();
        services.AddScoped<JobHistory>();
        services.AddJob<PruneHistoryJob>(PruneHistoryJob.Definition);
        if (configuration.ReadSettings<NodeSettings>(NodeSettings.Section).Role is not NodeRole.Web)
        {
            services.AddWorker();
        }

        return services;
    }

    private static void AddWorker(this IServiceCollection services)
    {
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService<JobWorker>();
        services.AddQuartz(quartz =>
        {
            // Its threads wait in real time, whatever clock a test holds still.
            quartz.UseTimeProvider(TimeProvider.System);
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SchedulerName;
                scheduler.GenerateInstanceId = true;
                scheduler.DefaultTimeZone = TimeZoneInfo.Utc;
                // Priority counts only among what is looked at together.
                scheduler.MaxBatchSize = 1;
            });
            // It only puts jobs into the queue; the queue's workers do the work.
            quartz.UseDefaultThreadPool(2);
            quartz.UsePersistentStore(store =>
            {
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = "platform.qrtz_";
                    options.StoreJobDataAsStrings = true;
                });
                store.UsePostgres(source => source.DataSourceFactory = provider => provider.GetRequiredService<NpgsqlDataSource>());
                store.UseClustering();
            });
        });
        services.AddHostedService<JobScheduler>();
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }
}
