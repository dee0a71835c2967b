using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Mail;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Notifications.Data;

/// <summary>Writes notifications into a mail, in the language of whoever gets it.</summary>
internal sealed class NotificationMail(Texts texts, UnsubscribeKeys keys, IOptions<SiteSettings> site)
{
    private const int MostLines = 20;

    /// <param name="to">Who gets it.</param>
    /// <param name="notifications">Newest first.</param>
    /// <param name="isUrgent">Whether it tells what just happened, message and all, rather than what gathered.</param>
    public MailMessageToSend Write(UserContact to, IReadOnlyList<Notification> notifications, bool isUrgent)
    {
        var (culture, language) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        var own = (SiteLanguage.Find(to.Language) ?? SiteLanguage.Default).Culture;
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (own, own);
            return WriteNow(to, notifications, isUrgent);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, language);
        }
    }

    private MailMessageToSend WriteNow(UserContact to, IReadOnlyList<Notification> notifications, bool isUrgent)
    {
        var name = site.Value.Name;
        var first = texts.Say(notifications[0].Title, notifications[0].Arguments);
        var subject = isUrgent && notifications.Count == 1
            ? texts.Say("notifications.mail.urgent.subject", name, first)
            : texts.Count("notifications.mail.subject", notifications.Count, name);
        var lede = isUrgent ? texts.Say("notifications.mail.urgent.lede", name, to.Name) : texts.Count("notifications.mail.lede", notifications.Count, name, to.Name);
        var (text, html) = (new StringBuilder(), new StringBuilder());
        text.Append(lede).Append("\n\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Encode(lede)}</p><ul>");
        foreach (var notification in notifications.Take(MostLines))
        {
            var (title, address) = (texts.Say(notification.Title, notification.Arguments), At($"/notifications/{notification.Id}/"));
            var at = notification.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " EVE";
            var message = isUrgent ? texts.Say(notification.Message, notification.Arguments) : "";
            text.Append(CultureInfo.InvariantCulture, $"- {title} ({at})\n  {(message.Length > 0 ? message + "\n  " : "")}{address}\n");
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Encode(address)}\">{Encode(title)}</a> ({at}){(message.Length > 0 ? $"<p>{Encode(message)}</p>" : "")}</li>");
        }

        var (all, stop) = (At(NotificationReader.ListPath), At($"/notifications/mail/stop/{keys.Make(to.User)}/"));
        text.Append(CultureInfo.InvariantCulture, $"\n{texts.Say("notifications.mail.all")}: {all}\n{texts.Say("notifications.mail.stop")}: {stop}\n");
        html.Append(CultureInfo.InvariantCulture, $"</ul><p><a href=\"{Encode(all)}\">{Encode(texts.Say("notifications.mail.all"))}</a></p><p><small><a href=\"{Encode(stop)}\">{Encode(texts.Say("notifications.mail.stop"))}</a></small></p>");
        return new MailMessageToSend(to.Email, OneLine(subject), text.ToString(), html.ToString());
    }

    private string At(string path) => site.Value.Url.TrimEnd('/') + path;

    private static string Encode(string value) => HtmlEncoder.Default.Encode(value);

    /// <summary>What a text was filled with may hold line breaks and other control characters; a subject may not.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
