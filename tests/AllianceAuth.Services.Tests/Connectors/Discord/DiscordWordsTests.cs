using System.ComponentModel.DataAnnotations;
using System.Net;
using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Connectors.Discord.Limits;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

public sealed class DiscordWordsTests
{
    [Theory]
    [InlineData("maren.ostvik", "0", "@maren.ostvik")]
    [InlineData("Maren", "1234", "Maren#1234")]
    [InlineData("", "0", "")]
    [InlineData("Maren", "", "")]
    public void A_user_is_shown_as_Discord_shows_them(string name, string discriminator, string shown) =>
        Assert.Equal(shown, DiscordUser.ShownNameOf(name, discriminator));

    [Fact, Rule("DISC-010")]
    public void Names_longer_than_Discord_has_them_are_cut()
    {
        var user = new DiscordUser();

        user.Learn(new string('n', 40), "123456");

        Assert.Equal((new string('n', 32), "1234"), (user.UserName, user.Discriminator));
    }

    [Fact, Rule("DISC-001")]
    public void A_server_id_is_taken_as_number_or_text()
    {
        Assert.Equal(1045770012845572096, Sound(s => s.GuildId = "1045770012845572096").Guild);
        Assert.Empty(Faults(s => s.GuildId = "1045770012845572096"));
    }

    [Theory]
    [InlineData("my-server")]
    [InlineData("99999999999999999999999")]
    public void A_server_id_that_is_none_is_told(string id) => Assert.NotEmpty(Faults(s => s.GuildId = id));

    [Fact, Rule("DISC-002")]
    public void A_server_without_a_bot_token_is_told_at_the_start() => Assert.Contains(Faults(s => s.BotToken = ""), f => f.MemberNames.Contains("BotToken"));

    [Fact]
    public void Without_a_server_nothing_else_is_needed() => Assert.Empty(Faults(s => (s.GuildId, s.AppId, s.AppSecret, s.BotToken) = ("", "", "", "")));

    [Fact, Rule("DISC-031")]
    public void Headers_that_cannot_be_read_are_ignored()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.Headers.Add("X-RateLimit-Limit", "many");
        response.Headers.Add("X-RateLimit-Remaining", "-1");
        response.Headers.Add("X-RateLimit-Reset-After", "soon");

        Assert.Equal(new(null, null, null, null), BucketHeaders.Of(response.Headers));
    }

    private static DiscordSettings Sound(Action<DiscordSettings> change)
    {
        var settings = new DiscordSettings { GuildId = "1", AppId = "2", AppSecret = "s", BotToken = "t" };
        change(settings);
        return settings;
    }

    private static List<ValidationResult> Faults(Action<DiscordSettings> change)
    {
        var settings = Sound(change);
        List<ValidationResult> faults = [];
        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);
        return faults;
    }
}
