using AllianceAuth.Shared.Infrastructure;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Tests;

/// <summary>A database with the platform's tables, and nodes on it.</summary>
public sealed class PlatformFixture : PostgresFixture
{
    /// <summary>Builds a node. The caller starts and disposes it.</summary>
    internal Node BuildNode(Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings) =>
        BuildNode(ConnectionString, configure, settings);

    internal static Node BuildNode(string connectionString, Action<IServiceCollection>? configure, params (string Key, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("aa-test-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Site:Url", "https://auth.example.test"), new("Jobs:LeaseSeconds", "5")]);
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        var log = new TestLog();
        builder.Logging.AddProvider(log);
        configure?.Invoke(builder.Services);
        builder.Services.AddDatabaseAndEvents(_ => connectionString, []);
        builder.Services.AddPlatform(builder.Configuration, data);
        return new Node(builder.Build(), data, log);
    }

    protected override async Task PrepareAsync(string connectionString)
    {
        await using var node = BuildNode(connectionString, null);
        await node.Services.GetRequiredService<MigrationRunner>().MigrateAsync(CancellationToken.None);
    }
}

/// <summary>One process of the site.</summary>
internal sealed class Node(IHost host, string dataFolder, TestLog log) : IAsyncDisposable
{
    public IServiceProvider Services => host.Services;

    public string DataFolder => dataFolder;

    public TestLog Log => log;

    public Task StartAsync() => host.StartAsync();

    public Task StopAsync() => host.StopAsync();

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Asks a scoped service.</summary>
    public async Task<TResult> AskAsync<T, TResult>(Func<T, Task<TResult>> ask)
        where T : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<T>());
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
    }
}
