using AllianceAuth.Shared.Infrastructure.Mail;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Bootstrapper.Development;

/// <summary>
/// <c>/mailbox/</c>: the mails of demo and development, where no mail server is. Exists only when <c>Site:Development</c> is on and
/// <c>Mail:Mode</c> is mailbox, and then for everybody: who registers reads the mail before there is a session.
/// </summary>
internal static class MailboxEndpoints
{
    private const int Shown = 50;

    public static void MapMailbox(this WebApplication app)
    {
        var isDevelopment = app.Services.GetRequiredService<IOptions<SiteSettings>>().Value.Development;
        if (!isDevelopment || app.Services.GetRequiredService<IOptions<MailSettings>>().Value.Mode is not MailMode.Mailbox)
        {
            return;
        }

        app.MapGet("/mailbox/", ListAsync).AllowAnonymous().WithName("mailbox");
        app.MapGet("/mailbox/{id:guid}/", ShowAsync).AllowAnonymous().WithName("mailbox:mail");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Mailbox mailbox, CancellationToken cancellationToken) =>
        http.Page<MailboxPage, MailboxView>(new MailboxView(await mailbox.ListAsync(Shown, cancellationToken), Open: null));

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, Mailbox mailbox, CancellationToken cancellationToken) =>
        await mailbox.FindAsync(id, cancellationToken) is { } mail
            ? http.Page<MailboxPage, MailboxView>(new MailboxView(await mailbox.ListAsync(Shown, cancellationToken), mail))
            : TypedResults.NotFound();
}

/// <summary>The newest mails, and the one that is open.</summary>
/// <param name="Mails">Newest first.</param>
/// <param name="Open">The one to read, or null.</param>
public sealed record MailboxView(IReadOnlyList<MailHeader> Mails, StoredMail? Open);
