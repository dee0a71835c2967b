using System.ComponentModel.DataAnnotations;
using AllianceAuth.Services.Connectors.TeamSpeak3;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

public sealed class TeamSpeakNamesTests
{
    [Theory, Rule("TS3-001")]
    [InlineData("[TICK]Bob O'Neil", "[TICK]Bob_O-Neil")]
    [InlineData("[TICK]A Name That Is Very Long Indeed", "[TICK]A_Name_That_Is_Very_Long")]
    [InlineData("[TICK]A Name That Is Very Lo ng", "[TICK]A_Name_That_Is_Very_Lo_n")]
    public void A_nickname_is_cut_and_has_neither_blanks_nor_apostrophes(string name, string nickname) => Assert.Equal(nickname, TeamSpeakNames.Nickname(name));

    [Fact, Rule("TS3-016")]
    public void What_parts_a_list_of_ServerQuery_goes() => Assert.Equal("[A]Pip_Marlowe", TeamSpeakNames.Nickname("[A|]Pip =Marlowe"));

    [Fact]
    public void Thirty_is_counted_without_halving_a_character()
    {
        var nickname = TeamSpeakNames.Nickname(new string('a', 29) + "😀");

        Assert.Equal(new string('a', 29), nickname);
    }

    [Fact]
    public void A_key_is_known_by_its_account_whatever_the_pilot_is_called()
    {
        Assert.True(TeamSpeakNames.IsFor(TeamSpeakNames.Describe("[T]Bob (auth-7)", "auth-4"), "auth-4"));
        Assert.False(TeamSpeakNames.IsFor(TeamSpeakNames.Describe("[T]Bob", "auth-44"), "auth-4"));
        Assert.True(TeamSpeakNames.IsFor("[T]Bob_Old", "[T]Bob_Old"));
    }

    [Fact, Rule("TS3-024")]
    public void Key_and_nickname_are_encoded_in_the_link() =>
        Assert.Equal("ts3server://ts.example.test?token=a%2Bb%2Fc%3D&nickname=%5BT%26%5DBob", TeamSpeakLinks.Join("ts.example.test", "[T&]Bob", "a+b/c="));

    [Theory]
    [InlineData("ts.example.test", "ts.example.test")]
    [InlineData("https://ts.example.test/", "ts.example.test")]
    [InlineData("ts3server://ts.example.test:9988", "ts.example.test:9988")]
    public void A_scheme_before_the_public_address_does_no_harm(string written, string plain) => Assert.Equal(plain, new TeamSpeak3Settings { PublicAddress = written }.PlainAddress);

    [Theory]
    [InlineData("Host", "ts.example.test:10011", "Services:TeamSpeak3:Host")]
    [InlineData("QueryPort", "0", "Services:TeamSpeak3:QueryPort")]
    [InlineData("VirtualServer", "-1", "Services:TeamSpeak3:VirtualServer")]
    [InlineData("Password", "", "Services:TeamSpeak3:Password")]
    [InlineData("PublicAddress", "", "Services:TeamSpeak3:PublicAddress")]
    [InlineData("PublicAddress", "ts.example.test/x?y", "Services:TeamSpeak3:PublicAddress")]
    public void A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string named)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Host"] = "127.0.0.1", ["Password"] = "x", ["PublicAddress"] = "ts.example.test", [setting] = value };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Services:TeamSpeak3:{s.Key}", s.Value))).Build();

        var error = Assert.Throws<OptionsValidationException>(() => configuration.ReadSettings<TeamSpeak3Settings>(TeamSpeak3Settings.Section));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_host_nothing_has_to_be_set() =>
        Assert.Empty(new TeamSpeak3Settings().Validate(new ValidationContext(new object())));

    [Fact, Rule("TS3-073")]
    public void What_is_missing_is_given_and_nothing_taken()
    {
        var difference = GroupDifference.Of([1, 2], [new QueryGroup(1, "test")], 8, Reserved());

        Assert.Equal([2], difference.Add);
        Assert.Empty(difference.Remove);
    }

    [Fact, Rule("TS3-074")]
    public void What_is_too_much_is_taken_and_nothing_given()
    {
        var difference = GroupDifference.Of([1], [new QueryGroup(1, "test"), new QueryGroup(2, "dummy")], 8, Reserved());

        Assert.Empty(difference.Add);
        Assert.Equal([2], difference.Remove);
    }

    [Fact, Rule("TS3-075")]
    public void A_reserved_group_is_left_alone()
    {
        var difference = GroupDifference.Of([1], [new QueryGroup(1, "test"), new QueryGroup(2, "dummy"), new QueryGroup(3, "reserved")], 8, Reserved("reserved"));

        Assert.Equal([2], difference.Remove);
    }

    [Fact, Rule("TS3-041")]
    public void Case_does_not_tell_reserved_names_apart() =>
        Assert.Empty(GroupDifference.Of([], [new QueryGroup(3, "Server ADMIN")], 8, Reserved("server admin")).Remove);

    [Fact, Rule("TS3-046")]
    public void The_default_group_is_neither_taken_nor_given()
    {
        Assert.Empty(GroupDifference.Of([], [new QueryGroup(8, "Guest")], 8, Reserved()).Remove);
        Assert.Empty(GroupDifference.Of([8], [new QueryGroup(1, "x")], 8, Reserved()).Add);
    }

    private static HashSet<string> Reserved(params string[] names) => new(names, StringComparer.OrdinalIgnoreCase);
}
