using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Mail;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Data;

/// <summary>What the key of an activation link says. AUTH-053.</summary>
internal sealed record ActivationKey(UserId User, string Email);

/// <summary>Sends the mail that finishes a registration. The address is stored only when its link comes back. AUTH-052.</summary>
internal sealed class ActivationMail(IMailer mailer, LinkMail link, SealedNotes notes, IOptions<RegistrationSettings> registration)
{
    public Task SendAsync(User user, string address, CancellationToken cancellationToken)
    {
        var days = registration.Value.ActivationDays;
        var key = notes.Seal(Purpose.Activation, TimeSpan.FromDays(days), new ActivationKey(user.Id, address));
        return mailer.SendAsync(link.Write(address, "authentication.mail.activate", user.MainName ?? user.UserName, $"/account/activate/{key}/", days), cancellationToken);
    }
}
