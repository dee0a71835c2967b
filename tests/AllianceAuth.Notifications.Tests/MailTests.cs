using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Mail;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Notifications.Tests;

/// <summary>What comes by mail, when, and how it stops.</summary>
public sealed class MailTests(NotificationSite site) : IClassFixture<NotificationSite>
{
    [Fact]
    public async Task Nobody_gets_mail_who_did_not_ask_for_it()
    {
        var (_, user, address) = await NewUserAsync();
        await site.TellAsync("Member", user);

        await NextDayAsync();

        Assert.Empty(await MailsAsync(address));
    }

    [Fact]
    public async Task A_digest_tells_once_what_gathered_unread_since_it_was_chosen()
    {
        var (visitor, user, address) = await NewUserAsync();
        await site.TellAsync("Old", user);
        await ChooseAsync(visitor, "Daily");
        await site.TellAsync("Member", user);
        await site.TellAsync("Blue", user);

        await NextDayAsync();
        await site.RunJobAsync("notifications.send-digests");

        var mail = Assert.Single(await MailsAsync(address));
        Assert.Equal("Test Auth: 2 unread notifications", mail.Subject);
        Assert.Contains(site.Say("authentication.notice.state.title", "Blue"), mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Say("authentication.notice.state.title", "Old"), mail.Text, StringComparison.Ordinal);

        await NextDayAsync();
        Assert.Single(await MailsAsync(address));
    }

    [Fact]
    public async Task What_was_read_on_the_site_is_not_mailed()
    {
        var (visitor, user, address) = await NewUserAsync();
        await ChooseAsync(visitor, "Weekly");
        await site.TellAsync("Member", user);
        await (await visitor.OpenAsync("/notifications/")).SubmitAsync("#mark-all-read");

        site.Time.Advance(TimeSpan.FromDays(7));
        await site.RunJobAsync("notifications.send-digests");

        Assert.Empty(await MailsAsync(address));
    }

    [Fact]
    public async Task A_mail_is_written_in_its_reader_s_language()
    {
        var (visitor, user, address) = await NewUserAsync();
        await ChooseAsync(visitor, "Daily");
        await TestPostgres.ExecuteAsync(site.ConnectionString, $"UPDATE authentication.users SET language = 'de' WHERE id = {user}");
        await site.TellAsync("Member", user);

        await NextDayAsync();

        Assert.Equal("Test Auth: 1 ungelesene Benachrichtigung", Assert.Single(await MailsAsync(address)).Subject);
    }

    [Fact]
    public async Task Danger_is_mailed_at_once_to_who_wants_that_and_only_once()
    {
        var (visitor, user, address) = await NewUserAsync();
        var (_, other, otherAddress) = await NewUserAsync();
        await ChooseAsync(visitor, "Off", danger: true);

        await site.TellAsync("Member", user);
        await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(
            new Notify(Guid.CreateVersion7(), [user, other], NotificationLevel.Danger, "authentication.notice.state.title", "authentication.notice.state.message", "Lost")));

        await Eventually.TrueAsync(async () => (await MailsAsync(address)).Count > 0, "the mail");
        await site.JobsEndAsync();
        await site.RunJobAsync("notifications.mail-danger");
        var mail = Assert.Single(await MailsAsync(address));
        Assert.Equal($"Test Auth: {site.Say("authentication.notice.state.title", "Lost")}", mail.Subject);
        Assert.Contains(site.Say("authentication.notice.state.message", "Lost"), mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Member", mail.Text, StringComparison.Ordinal);
        Assert.Empty(await MailsAsync(otherAddress));
    }

    [Fact]
    public async Task What_is_stored_later_than_a_higher_number_is_mailed_too()
    {
        var (visitor, user, address) = await NewUserAsync();
        await ChooseAsync(visitor, "Daily", danger: true);
        await using var connection = new NpgsqlConnection(site.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var slow = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(
            $"INSERT INTO notifications.notifications (notice, user_id, level, title, message, arguments, created_at, viewed) VALUES (gen_random_uuid(), {user}, 0, 'authentication.notice.state.title', 'authentication.notice.state.message', ARRAY['Slow'], now(), false)",
            connection,
            slow);
        await insert.ExecuteNonQueryAsync();
        await EndangerAsync("Quick", user);
        await Eventually.TrueAsync(async () => (await MailsAsync(address)).Count > 0, "the first mail");
        await site.JobsEndAsync();
        await NextDayAsync();
        Assert.Equal(2, (await MailsAsync(address)).Count);

        await slow.CommitAsync();
        await site.RunJobAsync("notifications.mail-danger");
        await NextDayAsync();

        var slowly = site.Say("authentication.notice.state.title", "Slow");
        Assert.Equal(2, (await MailsAsync(address)).Count(m => m.Text.Contains(slowly, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_cannot_be_mailed_keeps_nobody_else_from_their_mail()
    {
        var (first, healthy, address) = await NewUserAsync();
        var (second, broken, brokenAddress) = await NewUserAsync();
        var (third, later, laterAddress) = await NewUserAsync();
        foreach (var visitor in new[] { first, second, third })
        {
            await ChooseAsync(visitor, "Daily", danger: true);
        }

        await TestPostgres.ExecuteAsync(site.ConnectionString, $"UPDATE authentication.users SET email = 'no address' WHERE id = {broken}");
        await EndangerAsync("Lost", healthy, broken, later);
        await Eventually.TrueAsync(async () => (await MailsAsync(address)).Count + (await MailsAsync(laterAddress)).Count == 2, "the mails of the others");
        await site.JobsEndAsync();
        await NextDayAsync();
        Assert.Equal((2, 2), ((await MailsAsync(address)).Count, (await MailsAsync(laterAddress)).Count));

        await TestPostgres.ExecuteAsync(site.ConnectionString, $"UPDATE authentication.users SET email = '{brokenAddress}' WHERE id = {broken}");
        await site.RunJobAsync("notifications.mail-danger");
        await NextDayAsync();
        Assert.Equal(2, (await MailsAsync(brokenAddress)).Count);
        Assert.Equal((2, 2), ((await MailsAsync(address)).Count, (await MailsAsync(laterAddress)).Count));
    }

    [Fact]
    public async Task Control_characters_in_what_is_told_do_not_reach_the_subject()
    {
        var (visitor, user, address) = await NewUserAsync();
        await ChooseAsync(visitor, "Off", danger: true);

        await EndangerAsync("Lost\u0001 and\u0007\r\n gone", user);

        await Eventually.TrueAsync(async () => (await MailsAsync(address)).Count > 0, "the mail");
        Assert.Equal($"Test Auth: {site.Say("authentication.notice.state.title", "Lost and gone")}", Assert.Single(await MailsAsync(address)).Subject);
    }

    [Fact]
    public async Task The_last_link_of_a_mail_stops_them_without_a_login_after_asking()
    {
        var (visitor, user, address) = await NewUserAsync();
        await ChooseAsync(visitor, "Daily", danger: true);
        await site.TellAsync("Member", user);
        await NextDayAsync();
        var text = Assert.Single(await MailsAsync(address)).Text;
        var link = text[text.IndexOf("/notifications/mail/stop/", StringComparison.Ordinal)..].Trim();

        using var stranger = site.NewVisitor();
        var asked = await stranger.OpenAsync(link);
        Assert.Equal("Daily", (await visitor.OpenAsync("/notifications/mail/")).Find("#field-rhythm option[selected]").GetAttribute("value"));
        var stopped = await asked.SubmitAsync("#stop-form");

        Assert.Contains(site.Say("notifications.stop.done"), stopped.AllText, StringComparison.Ordinal);
        var page = await visitor.OpenAsync("/notifications/mail/");
        Assert.Equal("Off", page.Find("#field-rhythm option[selected]").GetAttribute("value"));
        Assert.False(page.Find("#field-danger").HasAttribute("checked"));
    }

    [Fact]
    public async Task A_forged_or_foreign_key_stops_nothing()
    {
        using var stranger = site.NewVisitor();

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/notifications/mail/stop/1/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/notifications/mail/stop/{new string('x', 3000)}/")).Status);
    }

    [Fact]
    public async Task A_choice_that_there_is_not_is_refused_and_two_at_once_are_one()
    {
        var (visitor, _, _) = await NewUserAsync();
        var page = await visitor.OpenAsync("/notifications/mail/");
        var token = page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PostAsync("/notifications/mail/", [new("__RequestVerificationToken", token), new("rhythm", "7")])).Status);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.PostAsync("/notifications/mail/", [new("__RequestVerificationToken", token), new("rhythm", "Daily")])));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        Assert.Equal("Daily", (await visitor.OpenAsync("/notifications/mail/")).Find("#field-rhythm option[selected]").GetAttribute("value"));
    }

    [Fact]
    public async Task Who_is_switched_off_gets_no_mail()
    {
        var (visitor, user, address) = await NewUserAsync();
        await ChooseAsync(visitor, "Daily");
        await site.TellAsync("Member", user);
        await TestPostgres.ExecuteAsync(site.ConnectionString, $"UPDATE authentication.users SET is_active = false WHERE id = {user}");

        await NextDayAsync();

        Assert.Empty(await MailsAsync(address));
    }

    [Fact]
    public async Task Looking_for_due_digests_costs_the_same_for_one_reader_without_news_as_for_ten()
    {
        // Others of this class chose other rhythms, which are due on days of their own.
        await TestPostgres.ExecuteAsync(site.ConnectionString, "DELETE FROM notifications.mail_choices");
        await ChooseAsync((await NewUserAsync()).Visitor, "Daily");
        var one = await LookAsync();
        for (var i = 0; i < 10; i++)
        {
            await ChooseAsync((await NewUserAsync()).Visitor, "Daily");
        }

        // One for noting when each is due next.
        Assert.InRange(await LookAsync(), one, one + 10);
    }

    private Task EndangerAsync(string state, params UserId[] users) => site.AskAsync(s => s.GetRequiredService<IMediator>().Send(
        new Notify(Guid.CreateVersion7(), users, NotificationLevel.Danger, "authentication.notice.state.title", "authentication.notice.state.message", state)));

    private async Task<int> LookAsync()
    {
        site.Time.Advance(TimeSpan.FromDays(1));
        var tally = StatementCounter.Begin();
        await site.RunJobAsync("notifications.send-digests");
        return tally.Statements.Count;
    }

    private async Task<(Visitor Visitor, UserId User, string Address)> NewUserAsync()
    {
        var (visitor, user) = await site.SignInAsync();
        var contact = (await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindContacts([user])))).Single();
        return (visitor, user, contact.Email);
    }

    private static async Task ChooseAsync(Visitor visitor, string rhythm, bool danger = false)
    {
        var page = await visitor.OpenAsync("/notifications/mail/");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["rhythm"] = rhythm };
        if (danger)
        {
            fields["danger"] = "true";
        }

        await page.SubmitAsync("#mails-form", fields);
    }

    private async Task NextDayAsync()
    {
        site.Time.Advance(TimeSpan.FromDays(1));
        await site.RunJobAsync("notifications.send-digests");
    }

    private Task<List<StoredMailText>> MailsAsync(string address) => site.AskAsync(async s =>
    {
        var mailbox = s.GetRequiredService<Mailbox>();
        List<StoredMailText> mails = [];
        foreach (var header in (await mailbox.ListAsync(500, CancellationToken.None)).Where(m => m.To == address))
        {
            mails.Add(new(header.Subject, (await mailbox.FindAsync(header.Id, CancellationToken.None))!.Text));
        }

        return mails;
    });

    private sealed record StoredMailText(string Subject, string Text);
}
