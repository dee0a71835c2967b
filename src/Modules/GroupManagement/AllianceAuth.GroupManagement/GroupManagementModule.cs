using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Features.AnswerAdmission;
using AllianceAuth.GroupManagement.Features.CountRequests;
using AllianceAuth.GroupManagement.Features.DecideRequests;
using AllianceAuth.GroupManagement.Features.EditGroup;
using AllianceAuth.GroupManagement.Features.JoinGroup;
using AllianceAuth.GroupManagement.Features.LeaveGroup;
using AllianceAuth.GroupManagement.Features.ListGroups;
using AllianceAuth.GroupManagement.Features.ListGroupsForAdmins;
using AllianceAuth.GroupManagement.Features.ListMembers;
using AllianceAuth.GroupManagement.Features.ListMemberships;
using AllianceAuth.GroupManagement.Features.ListRequests;
using AllianceAuth.GroupManagement.Features.RemoveIneligibleMembers;
using AllianceAuth.GroupManagement.Features.RemoveMember;
using AllianceAuth.GroupManagement.Features.RemoveThoseWithoutRight;
using AllianceAuth.GroupManagement.Features.SearchGroups;
using AllianceAuth.GroupManagement.Features.ShowAuditLog;
using AllianceAuth.GroupManagement.Features.ShowWayIn;
using AllianceAuth.GroupManagement.Features.UndoDecision;
using AllianceAuth.GroupManagement.Features.WithdrawRequest;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement;

/// <summary>Groups that pilots join by themselves, that leaders manage, and that keep themselves.</summary>
public sealed class GroupManagementModule : IModule
{
    internal const string RequestsEntry = "groupmanagement.requests";

    /// <inheritdoc />
    public string Name => "GroupManagement";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => GroupManagementPermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<MenuEntry> Menu =>
    [
        new("groupmanagement.groups", "groupmanagement.list.title", "fa-solid fa-users", "/groups/", 25),
        new(RequestsEntry, "groupmanagement.requests.title", "fa-solid fa-user-check", "/groupmanagement/requests/", 50)
        {
            Section = MenuSection.Leading,
            // GRP-034: leading a group is no permission.
            OnlyWhenCounted = true,
        },
    ];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<GroupManagementSettings>(GroupManagementSettings.Section);
        services.AddModuleDatabase<GroupManagementDb>(GroupManagementDb.SchemaName);
        services.AddKeeping();
        GroupAdmin.Add(services);
        services.AddScoped<GroupForms>();
        services.AddScoped<GroupBook>();
        services.AddScoped<WaitingRequests>();
        services.WarmAtStart<GroupBook>(async (book, cancellationToken) => await book.ReadAsync(cancellationToken));
        services.WarmAtStart<WaitingRequests>(async (waiting, cancellationToken) => await waiting.ReadAsync(cancellationToken));
        services.AddScoped<GroupSignals>();
        services.AddScoped<Memberships>();
        services.AddScoped<GroupCards>();
        services.AddScoped<RequestQueue>();
        services.AddScoped<MemberQueue>();
        services.AddSingleton(GroupSignals.Requests);
        services.AddSingleton(GroupSignals.Mine);
        services.AddScoped<IMenuCounts, CountRequestsForMenu>();
        services.AddScoped<IAttentionSource, RequestsThatNeedLeaders>();
        services.AddScoped<ICommandSource, SearchGroupsByName>();
        services.AddScoped<IGroupWayIn, ShowWayInOfGroups>();
        services.AddScoped<IGroupAdmission, AdmissionOfGroups>();
        services.AddJob<RemoveIneligibleMembersJob>(RemoveIneligibleMembersJob.Definition);
        services.AddJob<RemoveThoseWithoutRightJob>(RemoveThoseWithoutRightJob.Definition);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapKeeping();
        ListGroupsEndpoint.Map(routes);
        JoinGroupEndpoint.Map(routes);
        LeaveGroupEndpoint.Map(routes);
        WithdrawRequestEndpoint.Map(routes);
        ListRequestsEndpoint.Map(routes);
        DecideRequestsEndpoint.Map(routes);
        UndoDecisionEndpoint.Map(routes);
        ListMembershipsEndpoint.Map(routes);
        ListMembersEndpoint.Map(routes);
        RemoveMemberEndpoint.Map(routes);
        ShowAuditLogEndpoint.Map(routes);
        ListGroupsForAdminsEndpoint.Map(routes);
        EditGroupEndpoint.Map(routes);
    }
}
