using System.Text.Encodings.Web;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Mail;
using AllianceAuth.Shared.Settings;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Data;

/// <summary>What the key of an activation link says. AUTH-053.</summary>
internal sealed record ActivationKey(UserId User, string Email);

/// <summary>Writes the mail that finishes a registration. The address is stored only when its link comes back. AUTH-052.</summary>
internal sealed class ActivationMail(
    IMailer mailer, SealedNotes notes, IOptions<SiteSettings> site, IOptions<RegistrationSettings> registration, IStringLocalizer<AuthenticationModule> texts)
{
    public Task SendAsync(User user, string address, CancellationToken cancellationToken)
    {
        var days = registration.Value.ActivationDays;
        var key = notes.Seal(Purpose.Activation, TimeSpan.FromDays(days), new ActivationKey(user.Id, address));
        var link = $"{site.Value.Url.TrimEnd('/')}/account/activate/{key}/";
        string Say(string text, string linkOrButton) =>
            texts[text, site.Value.Name, user.MainName ?? user.UserName, linkOrButton, days];
        var html = HtmlEncoder.Default.Encode(Say("authentication.mail.activate.text", "{link}"))
            .Replace("{link}", $"<a href=\"{HtmlEncoder.Default.Encode(link)}\">{HtmlEncoder.Default.Encode(link)}</a>", StringComparison.Ordinal)
            .Replace("&#xA;", "<br>", StringComparison.Ordinal);
        var message = new MailMessageToSend(
            address,
            texts["authentication.mail.activate.subject", site.Value.Name],
            Say("authentication.mail.activate.text", link),
            $"<p>{html}</p>");
        return mailer.SendAsync(message, cancellationToken);
    }
}
