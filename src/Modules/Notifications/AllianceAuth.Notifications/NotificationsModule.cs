using AllianceAuth.Notifications.Data;
using AllianceAuth.Notifications.Features.FillBell;
using AllianceAuth.Notifications.Features.ListNotifications;
using AllianceAuth.Notifications.Features.ChooseMails;
using AllianceAuth.Notifications.Features.DeleteAllRead;
using AllianceAuth.Notifications.Features.DropRemoved;
using AllianceAuth.Notifications.Features.MailDanger;
using AllianceAuth.Notifications.Features.MarkAllRead;
using AllianceAuth.Notifications.Features.RemoveNotification;
using AllianceAuth.Notifications.Features.RestoreNotification;
using AllianceAuth.Notifications.Features.SendDigests;
using AllianceAuth.Notifications.Features.ShowNotification;
using AllianceAuth.Notifications.Features.StopMails;
using AllianceAuth.Notifications.Features.TellErrors;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Live;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Notifications;

/// <summary>What the site tells users, behind the bell.</summary>
public sealed class NotificationsModule : IModule
{
    /// <summary>Open pages of a user look at their notifications again.</summary>
    internal static LiveTopic Topic { get; } = new("notifications");

    /// <inheritdoc />
    public string Name => "Notifications";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => PermissionDeclaration.Standard("notifications", "notification");

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<NotificationSettings>(NotificationSettings.Section);
        services.AddModuleDatabase<NotificationsDb>(NotificationsDb.SchemaName);
        services.AddSingleton(Topic);
        services.AddSingleton<BellReader>();
        services.AddScoped<Bell>();
        services.AddScoped<NotificationReader>();
        services.AddScoped<ListAnswer>();
        services.AddScoped<DangerMails>();
        services.AddScoped<NotificationMail>();
        services.AddSingleton<UnsubscribeKeys>();
        services.AddJob<SendDigestsJob>(SendDigestsJob.Definition);
        services.AddJob<MailDangerJob>(MailDangerJob.Definition);
        services.AddJob<DropRemovedJob>(DropRemovedJob.Definition);
        services.AddSingleton<ErrorBook>();
        services.AddSingleton<ILoggerProvider, ErrorLog>();
        services.AddHostedService<ErrorTeller>();
        NotificationsAdmin.Add(services);
        services.AddScoped<IBellSource>(provider => provider.GetRequiredService<Bell>());
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        FillBellEndpoint.Map(routes);
        ListNotificationsEndpoint.Map(routes);
        ShowNotificationEndpoint.Map(routes);
        RemoveNotificationEndpoint.Map(routes);
        RestoreNotificationEndpoint.Map(routes);
        MarkAllReadEndpoint.Map(routes);
        DeleteAllReadEndpoint.Map(routes);
        ChooseMailsEndpoint.Map(routes);
        StopMailsEndpoint.Map(routes);
    }
}
