using AllianceAuth.Bootstrapper.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>A part of the site fails, while it serves or while it stops.</summary>
public sealed class PartFails : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-part-");

    private string PidFile => Path.Combine(_folder.FullName, "postgres", "postmaster.pid");

    public Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            _folder.UnixFileMode = (UnixFileMode)0b111_101_101;
        }

        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_end_nobody_asked_for_is_told_to_the_supervisor()
    {
        await using var site = await OpenAsync<Failing>();
        await site.StartAsync(default);

        Assert.NotEqual(0, await site.WaitForEndAsync());
    }

    [Fact]
    public async Task What_goes_wrong_while_stopping_leaves_no_database_running()
    {
        var site = await OpenAsync<Unstoppable>();
        await site.StartAsync(default);
        Assert.True(File.Exists(PidFile));

        await Assert.ThrowsAnyAsync<Exception>(() => site.DisposeAsync().AsTask());

        Assert.False(File.Exists(PidFile));
    }

    private Task<SiteInstance> OpenAsync<TPart>()
        where TPart : class, IHostedService => SiteInstance.OpenToServeAsync(
        new SiteOptions
        {
            DataFolder = _folder.FullName,
            Urls = $"http://127.0.0.1:{FreePort.Find()}",
            LogToConsole = false,
            ConfigureServices = services => services.AddHostedService<TPart>(),
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Secrets:MasterKey"] = AppFixture.MasterKey,
                ["Site:Url"] = "https://auth.example.test",
                ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
                ["Sso:ClientSecret"] = "nobody-asks",
                ["Outside:Contact"] = "test@example.test",
                ["Mail:Mode"] = "mailbox",
                ["Mail:From"] = "auth@example.test",
                ["Jobs:Schedules:*"] = "off",
            },
        },
        default);

    private sealed class Failing(IHostApplicationLifetime site) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource();
            await using var registration = site.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            throw new InvalidOperationException("out of order");
        }
    }

    private sealed class Unstoppable : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("out of order");
    }
}
