using AllianceAuth.Shared.Jobs;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>Starts the slow updates; affiliations have their own schedule. EVE-030.</summary>
internal sealed class RunModelUpdateJob(IJobQueue jobs) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.run-model-update") { Schedule = "0 0 0/6 * * ?" };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await jobs.EnqueueAsync<UpdateCorporationsJob>(cancellationToken: cancellationToken);
        await jobs.EnqueueAsync<UpdateAlliancesJob>(cancellationToken: cancellationToken);
        await jobs.EnqueueAsync<UpdateNamesJob>(cancellationToken: cancellationToken);
        await jobs.EnqueueAsync<UpdateFactionsJob>(cancellationToken: cancellationToken);
        await jobs.EnqueueAsync<LearnMissingEntitiesJob>(cancellationToken: cancellationToken);
    }
}
