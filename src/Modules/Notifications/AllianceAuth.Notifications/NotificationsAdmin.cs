using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Localization;
using MediatR;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Notifications;

/// <summary>What the administration shows of this module: to look at and to delete, never to add or change. ADM-029, NOTE-036, NOTE-037.</summary>
internal static class NotificationsAdmin
{
    private const string Literal = "notifications.literal.title";

    public static void Add(IServiceCollection services) => services.AddAdminSection("notifications", "notifications.app.notifications").AddAdmin<NotificationsDb, Notification>("notifications", "notification", admin => admin
        .Named("notifications.admin.many", "notifications.admin.one")
        .Icon("fa-solid fa-bell")
        .Show("notifications.admin.title", (notification, names) => new AdminText(((Names)names!).TitleOf(notification)), c => c.Head())
        .Column("notifications.admin.user", n => n.UserId, c => c.Unsorted())
        .Show("notifications.admin.state", (notification, names) => new AdminText(((Names)names!).StateOf(notification)), c => c.OnlyWide())
        .Column("notifications.admin.level", n => n.Level, c => c.WordsOf("notifications.level.").Side())
        .Column("notifications.admin.viewed", n => n.Viewed)
        .Column("notifications.admin.time", n => n.CreatedAt)
        .Called(n => n.Title == Literal ? n.Arguments[0] : $"#{n.Id}")
        .Load(LoadAsync)
        .Filter("notifications.admin.level", n => n.Level, c => c.WordsOf("notifications.level."))
        .Filter("notifications.admin.date",
            Since("today", now => now.Date),
            Since("week", now => now.AddDays(-7)),
            Since("month", now => new DateTime(now.Year, now.Month, 1)),
            Since("year", now => new DateTime(now.Year, 1, 1)))
        .Filter("notifications.admin.user", n => n.UserId)
        .SearchAlso(OfUsersAsync)
        .SearchHint("notifications.admin.search")
        .OrderByDescending(n => n.Id)
        .NoAdd()
        .NoChange()
        .Saved((work, notification, _, cancellationToken) => work.Services.GetRequiredService<BellReader>().DropAsync([notification.UserId], cancellationToken).AsTask()));

    private static AdminChoice<NotificationsDb, Notification> Since(string name, Func<DateTime, DateTime> from) => new(name, $"notifications.admin.date.{name}", (db, rows) =>
    {
        var since = new DateTimeOffset(from(db.GetService<TimeProvider>().GetUtcNow().UtcDateTime), TimeSpan.Zero);
        return rows.Where(n => n.CreatedAt >= since);
    });

    private static async Task<object?> LoadAsync(AdminWork<NotificationsDb> work, IReadOnlyList<Notification> rows, CancellationToken cancellationToken)
    {
        var access = await work.Services.GetRequiredService<IMediator>().Send(new AccessOf([.. rows.Select(n => n.UserId).Distinct()]), cancellationToken);
        return new Names(work.Services.GetRequiredService<Texts>(), access.ToDictionary(a => a.User, a => a.StateName));
    }

    private static async Task<Expression<Func<Notification, bool>>?> OfUsersAsync(AdminWork<NotificationsDb> work, string typed, CancellationToken cancellationToken)
    {
        var found = await work.Services.GetRequiredService<IAdminNames>().SuggestAsync(AdminReferenceKind.User, typed, cancellationToken);
        List<UserId> users = [.. found.Select(user => new UserId(int.Parse(user.Value, CultureInfo.InvariantCulture)))];
        return users.Count == 0 ? null : n => users.Contains(n.UserId);
    }

    private sealed record Names(Texts Texts, IReadOnlyDictionary<UserId, string> States)
    {
        public string TitleOf(Notification notification) => Texts.Say(notification.Title, notification.Arguments);

        public string StateOf(Notification notification) => States.GetValueOrDefault(notification.UserId) ?? "";
    }
}
