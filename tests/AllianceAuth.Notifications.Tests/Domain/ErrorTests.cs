using AllianceAuth.Notifications.Domain;
using AllianceAuth.Notifications.Features.TellErrors;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AllianceAuth.Notifications.Tests.Domain;

public sealed class ErrorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 18, 0, 0, TimeSpan.Zero);

    [Fact, Rule("NOTE-034")]
    public async Task An_error_is_titled_by_level_function_and_line_and_told_with_what_was_thrown()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(BreakAsync);

        var error = new LoggedError(LogLevel.Error, "AllianceAuth.Srp.PayoutHandler", "Paying {Fleet} failed.", "Paying Delve failed.", thrown);

        Assert.Matches(@"^ERROR \[BreakAsync:\d+\]$", error.Title);
        Assert.StartsWith("Paying Delve failed.\n\nSystem.InvalidOperationException: The wallet is empty.", error.Message, StringComparison.Ordinal);
    }

    [Fact, Rule("NOTE-034")]
    public void Without_an_exception_the_class_stands_for_function_and_line()
    {
        var error = new LoggedError(LogLevel.Critical, "AllianceAuth.Srp.PayoutHandler", "No.", "No.", Exception: null);

        Assert.Equal(("CRITICAL [PayoutHandler]", "No."), (error.Title, error.Message));
    }

    [Fact]
    public void The_same_error_with_other_values_is_the_same_error()
    {
        var one = new LoggedError(LogLevel.Error, "AllianceAuth.A", "User {User} failed.", "User 1 failed.", new TimeoutException());
        var again = one with { Text = "User 2 failed." };
        var other = one with { Exception = new InvalidOperationException() };

        Assert.Equal(one.Key, again.Key);
        Assert.NotEqual(one.Key, other.Key);
        Assert.Equal(one.NoticeAt(Now), again.NoticeAt(Now.AddMinutes(59)));
        Assert.NotEqual(one.NoticeAt(Now), again.NoticeAt(Now.AddMinutes(60)));
    }

    [Fact]
    public void An_error_that_repeats_rings_once_an_hour()
    {
        var gate = new ErrorGate();

        Assert.Equal(ErrorVerdict.Tell, gate.Judge("a", Now));
        Assert.Equal(ErrorVerdict.Keep, gate.Judge("a", Now.AddMinutes(59)));
        Assert.Equal(ErrorVerdict.Tell, gate.Judge("a", Now.AddMinutes(60)));
    }

    [Fact]
    public void Beyond_twenty_sorts_an_hour_only_that_is_told()
    {
        var gate = new ErrorGate();
        for (var i = 0; i < ErrorGate.MostAnHour; i++)
        {
            Assert.Equal(ErrorVerdict.Tell, gate.Judge($"{i}", Now));
        }

        Assert.Equal(ErrorVerdict.TellThatThereAreMany, gate.Judge("one more", Now));
        Assert.Equal(ErrorVerdict.Keep, gate.Judge("and another", Now));
        Assert.Equal(ErrorVerdict.Tell, gate.Judge("later", Now.AddHours(1)));
    }

    [Fact, Rule("NOTE-035")]
    public void What_is_logged_while_an_error_is_told_is_not_told()
    {
        var book = new ErrorBook();
        using var log = new ErrorLog(book);
        var logger = log.CreateLogger("AllianceAuth.Somewhere");

        using (ErrorBook.Tell())
        {
            logger.LogError("The telling failed.");
        }

        Assert.False(book.Errors.TryRead(out _));
        logger.LogError("Something else failed.");
        Assert.True(book.Errors.TryRead(out var heard));
        Assert.Equal("Something else failed.", heard.Text);
    }

    [Fact, Rule("NOTE-030")]
    public void Only_errors_of_ours_are_heard()
    {
        var book = new ErrorBook();
        using var log = new ErrorLog(book);

        log.CreateLogger("AllianceAuth.Somewhere").LogWarning("Careful.");
        log.CreateLogger("Npgsql.Connection").LogError("Not ours.");
        Assert.False(book.Errors.TryRead(out _));

        log.CreateLogger("AllianceAuth.Somewhere").LogError("Broken.");
        log.CreateLogger("AllianceAuth.Somewhere").LogCritical("Very broken.");
        Assert.True(book.Errors.TryRead(out var error) && error.LevelName == "ERROR");
        Assert.True(book.Errors.TryRead(out var critical) && critical.LevelName == "CRITICAL");
    }

    private static async Task BreakAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("The wallet is empty.");
    }
}
