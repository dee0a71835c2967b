using System.Net.Sockets;
using Npgsql;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>What an operator reads when something is wrong at the start, and what the commands say of themselves.</summary>
[Collection(OnTheSite.Name)]
public sealed class CommandLine(SiteFixture site) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-cli-");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Theory, InlineData("serve"), InlineData("demo"), InlineData("migrate"), InlineData("createsuperuser"), InlineData("checkmains"), InlineData("verify_service_accounts"), InlineData("check")]
    public async Task Every_command_explains_itself(string command)
    {
        var (exitCode, said) = await SiteProcess.RunAsync(Nothing(), command, "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("Usage:", said, StringComparison.Ordinal);
        Assert.Contains(command, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_fails_and_lists_those_there_are()
    {
        var (exitCode, said) = await SiteProcess.RunAsync(Nothing(), "swim");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("serve", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_to_be()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var (exitCode, said) = await SiteProcess.RunAsync(Settings(), "serve", "--data", _folder.FullName, "--urls", address);

        Assert.Equal(1, exitCode);
        Assert.Contains("Another program uses that port", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_in_use_is_said_to_be()
    {
        using var held = new FileStream(Path.Combine(_folder.FullName, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var (exitCode, said) = await SiteProcess.RunAsync(Settings(), "serve", "--data", _folder.FullName);

        Assert.Equal(3, exitCode);
        Assert.Contains("Another instance uses the folder", said, StringComparison.Ordinal);
        Assert.Contains("--data", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sso:ClientId", null, "Sso:ClientId")]
    [InlineData("Sso:ClientSecret", null, "Sso:ClientSecret")]
    [InlineData("Authentication:LoginsPerMinute", "many", "Authentication:LoginsPerMinute")]
    [InlineData("Registration:ActivationDays", "0", "Registration:ActivationDays")]
    [InlineData("Esi:Concurrency", "500", "Esi:Concurrency")]
    [InlineData("Jobs:Schedules:eveonline.check-tokens", "sometimes", "Jobs:Schedules:eveonline.check-tokens")]
    public async Task A_setting_that_is_missing_or_wrong_is_named(string setting, string? value, string named)
    {
        var settings = Settings();
        settings[setting] = value;

        var (exitCode, said) = await SiteProcess.RunAsync(settings, "serve", "--data", _folder.FullName, "--urls", $"http://127.0.0.1:{FreePort.Find()}");

        Assert.Equal(1, exitCode);
        Assert.True(said.Contains(named, StringComparison.Ordinal), said);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_said_so()
    {
        var settings = Settings();
        settings["Database:ConnectionString"] = $"Host=127.0.0.1;Port={FreePort.Find()};Username=nobody;Timeout=2";

        var (exitCode, said) = await SiteProcess.RunAsync(settings, "migrate", "--data", _folder.FullName);

        Assert.Equal(1, exitCode);
        Assert.Contains("Database:ConnectionString", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_holds_what_another_version_made_is_not_said_to_be_away()
    {
        await ExecuteAsync(site.ConnectionString, "CREATE DATABASE left_over");
        var settings = Settings();
        settings["Database:ConnectionString"] = new NpgsqlConnectionStringBuilder(site.ConnectionString) { Database = "left_over" }.ConnectionString;
        await ExecuteAsync(settings["Database:ConnectionString"]!, "CREATE SCHEMA admin; CREATE TABLE admin.changes (id int)");

        var (exitCode, said) = await SiteProcess.RunAsync(settings, "migrate", "--data", _folder.FullName);

        Assert.Equal(1, exitCode);
        Assert.Contains("Schema admin could not be brought up to date", said, StringComparison.Ordinal);
        Assert.Contains("already exists", said, StringComparison.Ordinal);
        Assert.DoesNotContain("does not answer", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_has_a_line_for_everything()
    {
        var (_, said) = await SiteProcess.RunAsync(Settings(), "check", "--data", _folder.FullName);

        foreach (var name in new[] { "Database", "Migrations", "Redis", "Settings", "ESI", "SSO" })
        {
            Assert.Matches($"(?m)^(ok  |warn|FAIL) .*{name}", said);
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Dictionary<string, string?> Nothing() => [];

    private Dictionary<string, string?> Settings() => new()
    {
        ["Database:ConnectionString"] = site.ConnectionString,
        ["Secrets:MasterKey"] = AppFixture.MasterKey,
        ["Site:Name"] = "Test Auth",
        ["Site:Url"] = "http://127.0.0.1:8000",
        ["Sso:BaseUrl"] = $"{site.Eve.Address}/sso",
        ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
        ["Sso:ClientSecret"] = "simulated-secret",
        ["Esi:BaseUrl"] = $"{site.Eve.Address}/esi",
        ["Outside:Contact"] = "test@example.test",
        ["EveImages:BaseUrl"] = $"{site.Eve.Address}/images",
        ["Mail:Mode"] = "mailbox",
        ["Mail:From"] = "auth@example.test",
        ["Jobs:Schedules:*"] = "off",
    };
}
