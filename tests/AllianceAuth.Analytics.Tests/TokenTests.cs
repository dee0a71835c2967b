using System.Text.Json;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Analytics.Tests;

public sealed class TokenTests
{
    private static readonly UsageEvent Users = new(UsageKinds.Figures, "allianceauth.analytics", "send_install_stats", "users", 1254);
    private static readonly UsageEvent Module = new(UsageKinds.Modules, "allianceauth.analytics", "send_extension_stats", "Authentication", 1);
    private static readonly UserId Admin = new(7);

    [Fact, Rule("ANA-030")]
    public void A_switch_alone_sends_nothing()
    {
        var token = New(UsageKinds.Figures);

        Assert.False(token.Allows(Users));
        Assert.True(token.WaitsFor(Users));
    }

    [Fact, Rule("ANA-011")]
    public void Each_kind_has_its_own_switch()
    {
        var token = New(UsageKinds.Figures | UsageKinds.Modules);
        token.Agree([Users, Module], Admin, DateTimeOffset.UnixEpoch);

        token.Sends = UsageKinds.Modules;

        Assert.False(token.Allows(Users));
        Assert.True(token.Allows(Module));
    }

    [Fact]
    public void What_an_admin_has_not_read_waits()
    {
        var token = New(UsageKinds.Figures | UsageKinds.Modules);

        token.Agree([Users], Admin, DateTimeOffset.UnixEpoch);

        Assert.True(token.Allows(Users with { Value = 9 }));
        Assert.True(token.WaitsFor(Module));
    }

    [Fact]
    public void Another_receiver_needs_another_agreement()
    {
        var token = New(UsageKinds.Figures);
        token.Agree([Users], Admin, DateTimeOffset.UnixEpoch);

        token.SendTo("G-OTHER1");

        Assert.False(token.Allows(Users));
        Assert.Null(token.AgreedBy);
    }

    [Fact, Rule("ANA-005"), Rule("ANA-018")]
    public void The_message_holds_the_identifier_without_hyphens_the_version_and_one_event()
    {
        var identifier = Guid.Parse("8f14e45f-ceea-467f-a0e6-11b1d0d0c2ab");

        using var json = JsonDocument.Parse(UsageMessage.Write(identifier, "1.2.3", Users));
        var sent = json.RootElement.GetProperty("events")[0];
        var parameters = sent.GetProperty("params");

        Assert.Equal("8f14e45fceea467fa0e611b1d0d0c2ab", json.RootElement.GetProperty("client_id").GetString());
        Assert.Equal("1.2.3", json.RootElement.GetProperty("user_properties").GetProperty("allianceauth_version").GetProperty("value").GetString());
        Assert.True(json.RootElement.GetProperty("non_personalized_ads").GetBoolean());
        Assert.Equal("celery_event", sent.GetProperty("name").GetString());
        Assert.Equal(["namespace", "task", "result", "label", "value"], parameters.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("users", 1254), (parameters.GetProperty("label").GetString(), parameters.GetProperty("value").GetInt32()));
        Assert.Equal(["client_id", "user_properties", "non_personalized_ads", "events"], json.RootElement.EnumerateObject().Select(p => p.Name));
    }

    private static AnalyticsToken New(UsageKinds sends)
    {
        var token = new AnalyticsToken { Name = "Ours", Sends = sends };
        token.SendTo("G-OURS01");
        return token;
    }
}
