using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Mail;
using AllianceAuth.Shared.Mail;
using AllianceAuth.Testing;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Tests.Mail;

public sealed class MailTests : IAsyncLifetime
{
    private static readonly MailMessageToSend Hello = new("pilot@example.test", "Bestätige deine Adresse", "Öffne https://auth.example.test/x", "<p>Öffne</p>");
    private readonly PlatformFixture _database = new();
    private readonly SmtpListener _server = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_reaches_the_mail_server_with_both_its_parts()
    {
        await using var node = Build();
        await node.StartAsync();

        await node.Get<IMailer>().SendAsync(Hello, default);

        await Eventually.TrueAsync(() => _server.Received.Count == 1, "a mail");
        var mail = _server.Received[0];
        Assert.Contains("Alliance Auth", mail, StringComparison.Ordinal);
        Assert.Contains("To: pilot@example.test", mail, StringComparison.Ordinal);
        Assert.Contains("=?utf-8?", mail, StringComparison.Ordinal);
        Assert.Contains("text/plain", mail, StringComparison.Ordinal);
        Assert.Contains("text/html", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await HeaderAsync(node)).SentAt is not null, "the note that it was sent");
    }

    [Fact]
    public async Task A_mail_server_that_is_away_loses_nothing_and_delays_nobody()
    {
        _server.RecipientAnswer = "451 try later";
        await using var node = Build();
        await node.Get<IMailer>().SendAsync(Hello, default);
        await node.StartAsync();
        await Eventually.TrueAsync(
            async () => await node.AskAsync((JobHistory history) => history.ListWaitingAsync(10, default)) is [{ Name: "platform.send-mail", FailedAttempts: 1 }], "the wait for the second try");
        Assert.NotNull((await HeaderAsync(node)).Error);
        _server.RecipientAnswer = "250 ok";

        await AllianceAuth.Testing.TestPostgres.ExecuteAsync(_database.ConnectionString, "UPDATE platform.job_queue SET due_at = now()");

        await Eventually.TrueAsync(async () => await HeaderAsync(node) is { SentAt: not null, Error: null }, "the second try");
    }

    [Fact]
    public async Task An_address_that_does_not_exist_is_not_asked_for_again()
    {
        _server.RecipientAnswer = "550 no such pilot";
        await using var node = Build();
        await node.StartAsync();

        await node.Get<IMailer>().SendAsync(Hello, default);

        await Eventually.TrueAsync(
            async () => (await node.AskAsync((JobHistory history) => history.ListAsync("platform.send-mail", JobOutcome.Succeeded, null, 1, default))).Count == 1, "the end of the job");
        Assert.Contains("no such pilot", (await HeaderAsync(node)).Error, StringComparison.Ordinal);
        Assert.Equal(1, _server.Sessions);
        Assert.Empty(await node.AskAsync((JobHistory history) => history.ListWaitingAsync(10, default)));
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_is_given_up_after_its_time()
    {
        _server.Mute = true;
        await using var node = Build(("Mail:TimeoutSeconds", "1"));
        await node.StartAsync();

        await node.Get<IMailer>().SendAsync(Hello, default);

        await Eventually.TrueAsync(async () => (await HeaderAsync(node)).Error is not null, "the note of the failure");
        Assert.Contains("did not answer within 1 seconds", (await HeaderAsync(node)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_whose_server_wants_no_encryption_is_not_sent_in_the_clear()
    {
        await using var node = Build(("Mail:UseTls", "true"));
        await node.StartAsync();

        await node.Get<IMailer>().SendAsync(Hello, default);

        await Eventually.TrueAsync(async () => (await HeaderAsync(node)).Error is not null, "the note of the failure");
        Assert.Empty(_server.Received);
    }

    [Theory]
    [InlineData("pilot@example.test\r\nBcc: all@example.test", "Hello")]
    [InlineData("pilot@example.test\n", "Hello")]
    [InlineData("pilot@example.test", "Hello\r\nBcc: all@example.test")]
    [InlineData("pilot@example.test", "Hello\nX: y")]
    [InlineData("pilot@example.test", "Hello\u2028X: y")]
    [InlineData("pilot@example.test", "Hello\0")]
    [InlineData("no address", "Hello")]
    [InlineData("a@example.test, b@example.test", "Hello")]
    public async Task Nobody_writes_headers_or_recipients_of_their_own(string to, string subject)
    {
        await using var node = Build();

        await Assert.ThrowsAsync<ArgumentException>(() => node.Get<IMailer>().SendAsync(new(to, subject, "", ""), default));

        Assert.Empty(await node.AskAsync((Mailbox mailbox) => mailbox.ListAsync(10, default)));
    }

    [Theory]
    [InlineData("mailbox")]
    [InlineData("off")]
    public async Task Without_a_mail_server_mails_are_kept_to_be_looked_at_and_nothing_is_queued(string mode)
    {
        await using var node = Build(("Mail:Mode", mode));

        await node.Get<IMailer>().SendAsync(Hello, default);

        var header = await HeaderAsync(node);
        Assert.Equal((Hello.To, Hello.Subject, null), (header.To, header.Subject, header.SentAt));
        var mail = await node.AskAsync((Mailbox mailbox) => mailbox.FindAsync(header.Id, default));
        Assert.Equal((Hello.Text, Hello.Html), (mail!.Text, mail.Html));
        Assert.Null(await node.AskAsync((Mailbox mailbox) => mailbox.FindAsync(Guid.Empty, default)));
        Assert.Empty(await node.AskAsync((JobHistory history) => history.ListWaitingAsync(10, default)));
    }

    [Fact]
    public async Task Sending_without_a_server_or_a_sender_stops_the_start()
    {
        await using var node = Build(("Mail:Host", ""), ("Mail:From", "nobody"));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(node.StartAsync);

        Assert.Equal(
            [
                "Mail:Host (environment variable Mail__Host) is missing. Set it to the name of the mail server, or set Mail:Mode to off.",
                "Mail:From (environment variable Mail__From) must be a sender such as 'Alliance Auth <auth@example.com>', but is 'nobody'.",
            ],
            refused.Failures);
    }

    private static async Task<MailHeader> HeaderAsync(Node node) => Assert.Single(await node.AskAsync((Mailbox mailbox) => mailbox.ListAsync(10, default)));

    private Node Build(params (string Key, string Value)[] settings) => _database.BuildNode(
        null,
        [
            ("Jobs:Schedules:*", "off"), ("Mail:Mode", "smtp"), ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{_server.Port}"), ("Mail:UseTls", "false"),
            ("Mail:From", "Alliance Auth <auth@example.test>"), .. settings,
        ]);
}
