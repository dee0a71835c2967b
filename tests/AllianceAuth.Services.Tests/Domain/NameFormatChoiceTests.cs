using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Services.Tests.Names;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Domain;

public sealed class NameFormatChoiceTests
{
    private const string SiteDefault = "[{corp_ticker}] {character_name}";

    private static readonly StateId Member = new(1);
    private static readonly StateId Guest = new(2);
    private static readonly MainCharacter Main = new(5, "Maren Ostvik", 7, "Cold Harbour", "COLD", null, null, null);

    [Fact, Rule("SVC-025")]
    public void The_configuration_of_service_and_state_names() => Assert.Equal("m Maren Ostvik", Name(Member, "{username}", Config("mumble", "m {character_name}", Member)));

    [Fact, Rule("C-34")]
    public void A_configuration_of_another_service_or_state_does_not_count() =>
        Assert.Equal("maren", Name(Member, "{username}", Config("mumble", "g {character_name}", Guest), Config("discord", "d {character_name}", Member)));

    [Fact, Rule("SVC-026")]
    public void Without_a_configuration_the_services_own_format_names() => Assert.Equal("maren", Name(Member, "{username}"));

    [Fact, Rule("C-48")]
    public void Without_either_the_sites_format_names() => Assert.Equal("[COLD] Maren Ostvik", Name(Member, null));

    [Fact, Rule("C-39")]
    public void Should_two_ever_apply_the_first_one_counts() =>
        Assert.Equal("1 Maren Ostvik", Name(Member, null, Config("mumble", "1 {character_name}", Member), Config("mumble", "2 {character_name}", Member)));

    [Fact]
    public void A_configuration_that_cannot_be_read_is_passed_over_and_told_of()
    {
        var choice = new NameFormatChoice("mumble", null, SiteDefault, [Config("mumble", "{pilot}", Member)]);

        Assert.Equal("[COLD] Maren Ostvik", choice.For(Member).NameFor("maren", Main, ""));
        Assert.Equal("services.nameformat.unknown", Assert.Single(choice.Unreadable).Refusal.Code);
    }

    [Fact, Rule("C-49")]
    public void A_configuration_is_called_by_its_service_and_states() =>
        Assert.Equal("mumble: Member, Guest", Config("mumble", "x", Guest, Member).Title([(Member, "Member"), (new StateId(9), "Blue"), (Guest, "Guest")]));

    [Fact, Rule("C-40")]
    public void A_new_name_reaches_accounts_that_are_there_only_where_the_service_renames()
    {
        var account = new Account { LoginName = "old", DisplayName = "old", Groups = [] };
        var wish = new ServiceWish("new", "new", []);

        Assert.Equal("old", AccountPlanner.Keep(account, wish, ServiceAbilities.Groups).DisplayName);
        Assert.Equal("new", AccountPlanner.Keep(account, wish, ServiceAbilities.DisplayNames).DisplayName);
    }

    [Fact, Rule("SVC-032")]
    public void The_service_cleans_the_name_and_cuts_it()
    {
        Assert.Equal("[COLD]_Maren", FittingName.Of(new Board(), "[COLD] Ma'ren Ostvik"));
    }

    private static NameFormatConfig Config(string service, string format, params StateId[] states) => new() { ServiceName = service, Format = format, States = states };

    private static string Name(StateId state, string? own, params NameFormatConfig[] configs) =>
        new NameFormatChoice("mumble", own, SiteDefault, configs).For(state).NameFor("maren", Main, "");
}
