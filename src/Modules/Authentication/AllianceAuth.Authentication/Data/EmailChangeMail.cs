using System.Globalization;
using System.Text.Encodings.Web;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Mail;
using AllianceAuth.Shared.Settings;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Data;

/// <summary>What the key of an address change says.</summary>
internal sealed record EmailChange(UserId User, string Before, string After);

/// <summary>Asks the owner of a new address to confirm it.</summary>
internal sealed class EmailChangeMail(IMailer mailer, LinkMail link, SealedNotes notes, IOptions<RegistrationSettings> registration)
{
    public Task SendAsync(User user, string address, CancellationToken cancellationToken)
    {
        var days = registration.Value.ActivationDays;
        var key = notes.Seal(Purpose.EmailChange, TimeSpan.FromDays(days), new EmailChange(user.Id, user.Email, address));
        return mailer.SendAsync(link.Write(address, "authentication.mail.email", user.MainName ?? user.UserName, $"/account/profile/email/{key}/", days), cancellationToken);
    }
}

/// <summary>Writes mails that say something and hold one link.</summary>
internal sealed class LinkMail(IOptions<SiteSettings> site, IStringLocalizer<AuthenticationModule> texts, TimeProvider clock)
{
    // Stands for the link while the rest of the text is encoded; no text contains it.
    private const string Place = "\u0001";

    /// <param name="to">The address.</param>
    /// <param name="text">Key without <c>.subject</c> and <c>.text</c>. In the text {0} is the site, {1} the pilot, {2} the link, {3} until when it works.</param>
    /// <param name="name">The pilot.</param>
    /// <param name="path">Local address of the link.</param>
    /// <param name="days">How long it works.</param>
    public MailMessageToSend Write(string to, string text, string name, string path, int days)
    {
        var link = site.Value.Url.TrimEnd('/') + path;
        var until = clock.GetUtcNow().UtcDateTime.AddDays(days).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string Say(string place) => texts[$"{text}.text", site.Value.Name, name, place, until];
        var encoded = HtmlEncoder.Default.Encode(link);
        var paragraphs = Say(Place).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => $"<p>{string.Join($"<a href=\"{encoded}\">{encoded}</a>", p.Split(Place).Select(HtmlEncoder.Default.Encode))}</p>");
        return new MailMessageToSend(to, texts[$"{text}.subject", site.Value.Name], Say(link), string.Concat(paragraphs));
    }
}
