namespace AllianceAuth.Shared.Mail;

/// <summary>Sends mail. A message is stored first and sent by a job, so a dead mail server loses nothing and delays no page.</summary>
public interface IMailer
{
    /// <summary>Stores a message for sending.</summary>
    Task SendAsync(MailMessageToSend message, CancellationToken cancellationToken);
}

/// <summary>One mail with a plain and an HTML part.</summary>
/// <param name="To">The address; validated where it was typed. Must not hold line breaks.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text part.</param>
/// <param name="Html">HTML part, already encoded.</param>
public sealed record MailMessageToSend(string To, string Subject, string Text, string Html);
