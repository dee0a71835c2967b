using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Jobs;
using Microsoft.Extensions.Options;
using Quartz;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>A job a module brought.</summary>
internal sealed record JobRegistration(Type JobType, JobDefinition Definition);

/// <summary>All jobs of the site, and when they run by themselves.</summary>
public sealed class JobCatalog
{
    internal const string Off = "off";
    internal const string EveryJob = "*";

    private readonly Dictionary<string, JobRegistration> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, JobRegistration> _byType = [];
    private readonly IDictionary<string, string> _overrides;

    internal JobCatalog(IEnumerable<JobRegistration> registrations, JobSettings settings)
    {
        foreach (var registration in registrations)
        {
            if (registration.Definition.Priority is < 0 or > 9)
            {
                throw new InvalidOperationException($"The job {registration.Definition.Name} has priority {registration.Definition.Priority}; priorities run from 0 (first) to 9 (last).");
            }

            if (registration.Definition.Schedule is { } schedule && !CronExpression.TryParse(schedule, out _))
            {
                throw new InvalidOperationException($"The job {registration.Definition.Name} declares the schedule '{schedule}', which is no cron expression.");
            }

            if (!_byName.TryAdd(registration.Definition.Name, registration) || !_byType.TryAdd(registration.JobType, registration))
            {
                throw new InvalidOperationException($"The job {registration.Definition.Name} ({registration.JobType.FullName}) is registered twice.");
            }
        }

        _overrides = settings.Schedules;
    }

    /// <summary>Every job's definition, by name.</summary>
    public IReadOnlyList<JobDefinition> Definitions => [.. _byName.Values.Select(r => r.Definition).OrderBy(d => d.Name, StringComparer.Ordinal)];

    internal IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The cron expression a job runs by, or null when it runs only when queued.</summary>
    public string? ScheduleOf(JobDefinition definition)
    {
        if (_overrides.TryGetValue(definition.Name, out var own))
        {
            return IsOff(own) ? null : own;
        }

        return _overrides.ContainsKey(EveryJob) ? null : definition.Schedule;
    }

    internal static bool IsOff(string expression) => expression.Equals(Off, StringComparison.OrdinalIgnoreCase);

    internal JobRegistration Of(Type jobType) => _byType.TryGetValue(jobType, out var registration)
        ? registration
        : throw new InvalidOperationException($"{jobType.FullName} is not registered. Call AddJob in the module's AddServices.");

    internal JobRegistration? Find(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>Stops the start when a schedule in the settings cannot be read or names no job.</summary>
internal sealed class JobScheduleValidator(IEnumerable<JobRegistration> registrations) : IValidateOptions<JobSettings>
{
    public ValidateOptionsResult Validate(string? name, JobSettings options)
    {
        var names = registrations.Select(r => r.Definition.Name).Order(StringComparer.Ordinal).ToList();
        List<string> failures = [];
        foreach (var (job, expression) in options.Schedules)
        {
            if (job == JobCatalog.EveryJob)
            {
                if (!JobCatalog.IsOff(expression))
                {
                    failures.Add(SettingName.Message(JobSettings.Section, $"Schedules:{job}", $"stands for every job and can only be '{JobCatalog.Off}', but is '{expression}'."));
                }
            }
            else if (!names.Contains(job, StringComparer.OrdinalIgnoreCase))
            {
                failures.Add(SettingName.Message(JobSettings.Section, $"Schedules:{job}", $"names no job. The jobs are: {string.Join(", ", names)}."));
            }
            else if (!JobCatalog.IsOff(expression) && !CronExpression.TryParse(expression, out _))
            {
                failures.Add(SettingName.Message(JobSettings.Section, $"Schedules:{job}",
                    $"must be '{JobCatalog.Off}' or a cron expression with seconds, such as '0 0/15 * * * ?' for every 15 minutes, but is '{expression}'."));
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
