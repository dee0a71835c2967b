using System.ComponentModel.DataAnnotations;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Tests.Settings;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Port", "abc", "Example:Port (environment variable Example__Port) must be a whole number, but is 'abc'.")]
    [InlineData("Port", "70000", "Example:Port (environment variable Example__Port) must be between 1 and 65535, but is 70000.")]
    [InlineData("Host", "", "Example:Host (environment variable Example__Host) is missing. Set it.")]
    [InlineData("UseTls", "maybe", "Example:UseTls (environment variable Example__UseTls) must be true or false, but is 'maybe'.")]
    [InlineData("Role", "boss", "Example:Role (environment variable Example__Role) must be one of All, Web, Worker, but is 'boss'.")]
    [InlineData("Wait", "soon", "Example:Wait (environment variable Example__Wait) must be a time span such as 00:00:30, but is 'soon'.")]
    [InlineData("Address", "auth.example.test", "Example:Address (environment variable Example__Address) must be an absolute address that starts with http:// or https://, but is 'auth.example.test'.")]
    public async Task A_wrong_setting_stops_the_start_and_is_named_with_what_it_should_be(string key, string value, string message)
    {
        using var host = HostWith(("Host", "mail.example.test"), (key, value));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal([message], refused.Failures);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        using var host = HostWith(("Port", "0"), ("Address", "x"));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(3, refused.Failures.Count());
    }

    [Fact]
    public async Task Good_settings_are_bound_and_what_is_not_set_keeps_its_default()
    {
        using var host = HostWith(("Host", "mail.example.test"), ("Port", "25"), ("Names:0", "a"), ("Names:1", "b"), ("Role", "worker"), ("Limit", ""));

        await host.StartAsync();

        var settings = host.Services.GetRequiredService<IOptions<ExampleSettings>>().Value;
        Assert.Equal(("mail.example.test", 25, true, NodeRole.Worker), (settings.Host, settings.Port, settings.UseTls, settings.Role));
        Assert.Equal(["a", "b"], settings.Names);
        Assert.Null(settings.Limit);
    }

    [Fact]
    public void Settings_can_be_read_with_the_same_checks_before_the_host_is_built()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Example:Port", "-1")]).Build();

        var refused = Assert.Throws<OptionsValidationException>(() => configuration.ReadSettings<ExampleSettings>("Example"));

        Assert.Contains("Example__Port", refused.Message, StringComparison.Ordinal);
    }

    private static IHost HostWith(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (key, value) in settings)
        {
            builder.Configuration[$"Example:{key}"] = value;
        }

        builder.Services.AddSettings<ExampleSettings>("Example");
        return builder.Build();
    }

    private sealed class ExampleSettings
    {
        [Required]
        public string Host { get; set; } = "";

        [Range(1, 65535)]
        public int Port { get; set; } = 587;

        public bool UseTls { get; set; } = true;

        public NodeRole Role { get; set; }

        public TimeSpan Wait { get; set; }

        [Url]
        public string? Address { get; set; }

        public int? Limit { get; set; }

        public IList<string> Names { get; } = [];
    }
}
