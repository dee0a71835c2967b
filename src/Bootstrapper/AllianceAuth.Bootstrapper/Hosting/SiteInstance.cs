using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>A built site together with what it stands on: its folder and, when no connection string is set, its own PostgreSQL.</summary>
internal sealed class SiteInstance : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);

    private readonly DataFolder? _folder;
    private readonly EmbeddedPostgres? _postgres;
    private bool _isServing;

    private SiteInstance(WebApplication app, DataFolder? folder, EmbeddedPostgres? postgres)
    {
        App = app;
        _folder = folder;
        _postgres = postgres;
    }

    /// <summary>The site; built, not started.</summary>
    public WebApplication App { get; }

    /// <summary>Opens the folder for a site that serves: alone in it.</summary>
    /// <exception cref="SiteStartException">Another instance is in the folder, or the database cannot be started.</exception>
    public static async Task<SiteInstance> OpenToServeAsync(SiteOptions options, CancellationToken cancellationToken)
    {
        var folder = DataFolder.TryTake(options.DataFolder)
            ?? throw new SiteStartException($"Another instance uses the folder {Path.GetFullPath(options.DataFolder)}. Stop it, or give this one a folder of its own with --data.", Commands.ExitCodes.InUse);
        return await OpenAsync(options, folder, cancellationToken);
    }

    /// <summary>Opens the folder for a command that may run beside a serving site.</summary>
    public static Task<SiteInstance> OpenForCommandAsync(SiteOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, DataFolder.TryTake(options.DataFolder), cancellationToken);

    /// <summary>Starts serving: migrations first, then the web server and the jobs.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await App.Services.GetRequiredService<MigrationRunner>().MigrateAsync(cancellationToken);
        await App.StartAsync(cancellationToken);
        _isServing = true;
    }

    /// <summary>Waits until somebody asks the process to end (Ctrl-C, SIGTERM), or a part of the site fails. Stopping itself is <see cref="DisposeAsync"/>'s.</summary>
    /// <returns>What the process ends with: a supervisor starts again what failed.</returns>
    public async Task<int> WaitForEndAsync()
    {
        var asked = new TaskCompletionSource();
        await using var registration = App.Lifetime.ApplicationStopping.Register(asked.SetResult);
        await asked.Task;
        return App.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(s => s.ExecuteTask is { IsFaulted: true }) ? Commands.ExitCodes.Failed : 0;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Jobs and requests first: whatever still runs must not find its database gone.
            if (_isServing)
            {
                await App.StopAsync().WaitAsync(LongestStop);
            }

            await App.DisposeAsync().AsTask().WaitAsync(LongestStop);
        }
        catch (TimeoutException)
        {
            // The scheduler waits for a database that is away. Its jobs are leased and run elsewhere or later; the operator need not wait.
            Console.Error.WriteLine("Stopped without waiting for what still ran.");
        }
        finally
        {
            // Whatever else went wrong: a server left running would hold the folder's data.
            try
            {
                if (_postgres is not null)
                {
                    await _postgres.DisposeAsync();
                }
            }
            finally
            {
                _folder?.Dispose();
            }
        }
    }

    private static async Task<SiteInstance> OpenAsync(SiteOptions options, DataFolder? folder, CancellationToken cancellationToken)
    {
        var configured = SiteHost.ReadConfiguration(options)["Database:ConnectionString"];
        var postgres = string.IsNullOrWhiteSpace(configured) ? await OpenPostgresAsync(options, folder is not null, cancellationToken) : null;
        try
        {
            var app = SiteHost.Build(options, postgres?.ConnectionString ?? configured!, postgres);
            return new SiteInstance(app, folder, postgres);
        }
        catch
        {
            if (postgres is not null)
            {
                await postgres.DisposeAsync();
            }

            folder?.Dispose();
            throw;
        }
    }

    private static async Task<EmbeddedPostgres> OpenPostgresAsync(SiteOptions options, bool alone, CancellationToken cancellationToken)
    {
        var settings = new EmbeddedPostgresOptions { Folder = Path.GetFullPath(options.DataFolder) };
        try
        {
            return alone
                ? await EmbeddedPostgres.StartAsync(settings, NullLogger.Instance, cancellationToken)
                : EmbeddedPostgres.Join(settings, NullLogger.Instance);
        }
        catch (EmbeddedPostgresException error)
        {
            throw new SiteStartException(error.Message);
        }
    }
}

/// <summary>The site cannot start; the message is for the operator.</summary>
internal sealed class SiteStartException(string message, int exitCode = Commands.ExitCodes.Failed) : Exception(message)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
