using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Domain;

public sealed class LoginDecisionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void The_main_of_its_owner_signs_in() =>
        Assert.Equal(LoginOutcome.SignIn, LoginDecision.For(7, "Maren", owner: Known(main: 7), recorded: null).Outcome);

    [Fact, Rule("AUTH-048")]
    public void An_alt_is_refused_and_told_to_use_the_main() =>
        Assert.Equal("authentication.login.alt", LoginDecision.For(8, "Alt", owner: Known(main: 7), recorded: null).Refusal?.Code);

    [Fact]
    public void A_character_of_an_account_without_main_is_refused_and_told_whom_to_ask() =>
        Assert.Equal("authentication.login.nomain", LoginDecision.For(8, "Alt", owner: Known(main: null), recorded: null).Refusal?.Code);

    [Fact]
    public void A_former_owner_without_main_comes_back() =>
        Assert.Equal(LoginOutcome.Return, LoginDecision.For(7, "Maren", owner: null, recorded: Known(main: null)).Outcome);

    [Fact]
    public void A_former_owner_who_has_another_main_is_refused() =>
        Assert.Equal("authentication.login.othermain", LoginDecision.For(7, "Maren", owner: null, recorded: Known(main: 9)).Refusal?.Code);

    [Fact]
    public void Somebody_unknown_gets_a_new_account() =>
        Assert.Equal(LoginOutcome.NewAccount, LoginDecision.For(7, "Maren", owner: null, recorded: null).Outcome);

    private static User Known(long? main)
    {
        var user = User.BySso("Maren", new StateId(1), Now);
        if (main is { } id)
        {
            user.SetMain(new CharacterInfo(id, "Maren", null, "", "", null, null, null, null, null, null), Now);
        }

        return user;
    }
}
