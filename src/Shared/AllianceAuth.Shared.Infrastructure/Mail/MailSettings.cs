using System.ComponentModel.DataAnnotations;
using System.Net.Mail;

namespace AllianceAuth.Shared.Infrastructure.Mail;

/// <summary>How mail leaves the house. Section <c>Mail</c>.</summary>
public sealed class MailSettings : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>What becomes of mails.</summary>
    public MailMode Mode { get; set; } = MailMode.Off;

    /// <summary>The mail server.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port; 587 is the usual one for submission.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Login name, or empty for a server that wants none.</summary>
    public string User { get; set; } = "";

    /// <summary>Password for it.</summary>
    public string Password { get; set; } = "";

    /// <summary>Encrypts the connection (STARTTLS); without it nothing is sent when the server offers no encryption.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>The sender, for example <c>Alliance Auth &lt;auth@example.com&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Seconds one delivery may take.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; set; } = 15;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Mode is MailMode.Smtp && Host.Length == 0)
        {
            yield return new("is missing. Set it to the name of the mail server, or set Mail:Mode to off.", [nameof(Host)]);
        }

        if (Mode is MailMode.Smtp && !MailAddress.TryCreate(From, out _))
        {
            yield return new($"must be a sender such as 'Alliance Auth <auth@example.com>', but is '{From}'.", [nameof(From)]);
        }
    }
}

/// <summary>What becomes of mails.</summary>
public enum MailMode
{
    /// <summary>They are kept, marked as not sent.</summary>
    Off,

    /// <summary>They go to the mail server.</summary>
    Smtp,

    /// <summary>They are kept for the mailbox page of demo and development.</summary>
    Mailbox,
}
