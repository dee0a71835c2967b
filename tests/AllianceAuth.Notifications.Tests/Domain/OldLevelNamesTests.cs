using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Notifications.Tests.Domain;

public sealed class OldLevelNamesTests
{
    [Theory, Rule("NOTE-002")]
    [InlineData("CRITICAL", NotificationLevel.Danger)]
    [InlineData("ERROR", NotificationLevel.Danger)]
    [InlineData("WARN", NotificationLevel.Warning)]
    [InlineData("WARNING", NotificationLevel.Warning)]
    [InlineData("INFO", NotificationLevel.Info)]
    [InlineData("DEBUG", NotificationLevel.Success)]
    public void Old_names_have_their_level_the_standard_name_of_warnings_too(string name, NotificationLevel level) => Assert.Equal(level, OldLevelNames.LevelOf(name));

    [Fact, Rule("NOTE-001")]
    public void A_level_that_never_was_is_an_error() => Assert.Throws<ArgumentException>(() => OldLevelNames.LevelOf("PANIC"));
}
