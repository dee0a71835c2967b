using System.Diagnostics;
using System.Globalization;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>The site's own database is killed under it.</summary>
public sealed class EmbeddedDatabaseKilled : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-own-");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Find()}/");
    private SiteProcess _node = null!;

    private string PidFile => Path.Combine(_folder.FullName, "postgres", "postmaster.pid");

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            _folder.UnixFileMode = (UnixFileMode)0b111_101_101;
        }

        _node = SiteProcess.Start(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Secrets:MasterKey"] = AppFixture.MasterKey,
                ["Site:Url"] = _address.GetLeftPart(UriPartial.Authority),
                ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
                ["Sso:ClientSecret"] = "nobody-asks",
                ["Outside:Contact"] = "test@example.test",
                ["Mail:Mode"] = "mailbox",
                ["Mail:From"] = "auth@example.test",
                ["Jobs:Schedules:*"] = "off",
            },
            "serve",
            "--data",
            _folder.FullName,
            "--urls",
            _address.GetLeftPart(UriPartial.Authority));
        await _node.SaysAsync("Ready:");
    }

    public Task DisposeAsync()
    {
        // The host first, or it would start the server anew.
        _node.Dispose();
        if (File.Exists(PidFile))
        {
            Kill();
        }

        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Stopping_in_that_moment_does_not_wait_for_it()
    {
        Kill();

        Assert.Equal(0, await _node.StopAsync());
    }

    [Fact]
    public async Task It_is_started_again_and_the_site_recovers()
    {
        using var visitor = new Visitor(_address);
        Kill();

        await Eventually.TrueAsync(async () => (await visitor.GetAsync("/healthz")).Status == HttpStatusCode.OK, "the site to be healthy", TimeSpan.FromSeconds(60));

        Assert.Equal(0, await _node.StopAsync());
        Assert.False(File.Exists(PidFile));
    }

    private void Kill()
    {
        try
        {
            using var server = Process.GetProcessById(int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture));
            server.Kill();
            server.WaitForExit();
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            // It ended already.
        }
    }
}
