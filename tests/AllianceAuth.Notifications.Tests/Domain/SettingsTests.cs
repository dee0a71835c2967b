using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Notifications.Tests.Domain;

public sealed class SettingsTests
{
    [Fact, Rule("NOTE-008"), Rule("NOTE-029")]
    public void Nothing_set_means_fifty_kept_and_a_look_every_thirty_seconds()
    {
        var settings = Read();

        Assert.Equal((50, 30), (settings.MaxPerUser, settings.RefreshSeconds));
    }

    [Fact, Rule("NOTE-008"), Rule("NOTE-009"), Rule("NOTE-029")]
    public void A_number_as_text_is_a_number_and_zero_is_one_too()
    {
        Assert.Equal(7, Read(("MaxPerUser", "7")).MaxPerUser);
        Assert.Equal(0, Read(("MaxPerUser", "0")).MaxPerUser);
        Assert.Equal(0, Read(("RefreshSeconds", "0")).RefreshSeconds);
    }

    [Theory]
    [InlineData("MaxPerUser", "-1")]
    [InlineData("MaxPerUser", "plenty")]
    [InlineData("RefreshSeconds", "-1")]
    [InlineData("RefreshSeconds", "often")]
    public void What_is_no_number_or_below_zero_stops_the_start_and_names_the_setting(string name, string value)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.Contains($"Notifications:{name} (environment variable Notifications__{name})", refused.Message, StringComparison.Ordinal);
    }

    private static NotificationSettings Read(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>($"Notifications:{v.Name}", v.Value)))
        .Build()
        .ReadSettings<NotificationSettings>(NotificationSettings.Section);
}
