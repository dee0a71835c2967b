using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Mail;

/// <summary>Hands one stored mail to the mail server. The message id is the mail's own, so a second delivery after a crash can be told from a second mail.</summary>
internal sealed class SendMailJob(PlatformDb db, IOptions<MailSettings> settings, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("platform.send-mail") { Priority = 3, Retries = 6, Backoff = TimeSpan.FromSeconds(20) };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var mail = Guid.TryParse(run.Argument, out var id) ? await db.Mails.SingleOrDefaultAsync(m => m.Id == id, cancellationToken) : null;
        if (mail is null or { SentAt: not null })
        {
            run.Summary = "Nothing to send.";
            return;
        }

        try
        {
            await DeliverAsync(mail, cancellationToken);
            mail.SentAt = clock.GetUtcNow();
            mail.Error = null;
        }
        catch (SmtpFailedRecipientException refused) when ((int)refused.StatusCode is >= 500 and < 600)
        {
            // The server knows that nobody lives there; asking again would only annoy it.
            mail.Error = refused.Message;
            run.Summary = $"Refused for good: {refused.Message}";
        }
        catch (SmtpException error)
        {
            mail.Error = error.Message;
            await db.SaveChangesAsync(cancellationToken);
            throw;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task DeliverAsync(StoredMail mail, CancellationToken cancellationToken)
    {
        var server = settings.Value;
        using var client = new SmtpClient(server.Host, server.Port)
        {
            EnableSsl = server.UseTls,
            UseDefaultCredentials = false,
            Credentials = server.User.Length > 0 ? new NetworkCredential(server.User, server.Password) : null,
        };
        using var message = Compose(mail, server.From);
        // The client's own timeout does not cover asynchronous sending.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        try
        {
            await client.SendMailAsync(message, patience.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpException($"The mail server {server.Host}:{server.Port} did not answer within {server.TimeoutSeconds} seconds.", late);
        }
    }

    private static MailMessage Compose(StoredMail mail, string from)
    {
        var message = new MailMessage(new MailAddress(from), new MailAddress(mail.To))
        {
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{mail.Id:N}@{message.From!.Host}>");
        // Out-of-office robots stay quiet on these.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }
}
