using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Infrastructure.Admin;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement;

/// <summary>What the administration shows of self-service groups. List and form of groups are pages of their own.</summary>
internal static class GroupAdmin
{
    public static void Add(IServiceCollection services)
    {
        services.AddAdminSection("groupmanagement", "groupmanagement.app.groupmanagement");
        services.AddAdmin<GroupManagementDb, SelfServiceGroup>("groupmanagement", "group", Groups);
        services.AddAdmin<GroupManagementDb, GroupRequest>("groupmanagement", "grouprequest", Requests);
        services.AddAdmin<GroupManagementDb, GroupLogEntry>("groupmanagement", "requestlog", Log);
    }

    private static void Groups(AdminBuilder<GroupManagementDb, SelfServiceGroup> admin) => admin
        .Named("groupmanagement.admin.groups", "groupmanagement.admin.group")
        .Icon("fa-solid fa-users")
        .AlsoNeeds("auth", "group")
        .Column("groupmanagement.column.group", g => g.Id, c => c.Head().Unsorted())
        .Column("groupmanagement.column.description", g => g.Description, c => c.Unsorted())
        .OrderBy(g => g.Id)
        .OwnForm()
        .GoesWith<GroupRequest>("groupmanagement.goes.requests")
        .KeepsFromDeleting((work, chosen, cancellationToken) => RestrictedGroups.KeepAsync(work, chosen, g => g.Id, cancellationToken))
        .AlsoGoes(async (work, going, cancellationToken) =>
        {
            var mediator = work.Services.GetRequiredService<IMediator>();
            var ids = going.Select(g => g.Id).ToList();
            var members = (await mediator.Send(new CountMembers(ids), cancellationToken)).Values.Sum();
            var grants = (await mediator.Send(new FindGroupPermissions(ids), cancellationToken)).Values.Sum(p => p.Count);
            var numbers = ids.Select(g => g.Value).ToList();
            var led = await work.Db.Groups.LongCountAsync(g => g.LeaderGroups.Any(l => numbers.Contains(l)), cancellationToken);
            return
            [
                .. new AdminConsequence[]
                {
                    new("groupmanagement.goes.members", members),
                    new("groupmanagement.goes.permissions", grants),
                    new("groupmanagement.goes.led", led),
                }.Where(c => c.Count > 0),
            ];
        })
        .TakesAccess(async (work, going, listing, cancellationToken) =>
        {
            var mediator = work.Services.GetRequiredService<IMediator>();
            var members = await mediator.Send(new FindMembersOf([.. going.Select(g => g.Id)]), cancellationToken);
            return await mediator.Send(new PreviewMemberships([], [.. members]) { Listing = listing }, cancellationToken);
        })
        .Deletes(async (work, going, cancellationToken) =>
        {
            var mediator = work.Services.GetRequiredService<IMediator>();
            foreach (var group in going)
            {
                // Members leave first, and whoever keeps something for the group hears of it.
                await mediator.Send(new DeleteGroup(group.Id) { Actor = work.Actor?.User }, cancellationToken);
            }

            return new AdminDone(going.Count);
        }, recordsHistory: true);

    /// <summary>Deleting one here answers nobody: it is for requests that should not be there.</summary>
    private static void Requests(AdminBuilder<GroupManagementDb, GroupRequest> admin) => admin
        .Named("groupmanagement.admin.requests", "groupmanagement.admin.request")
        .Icon("fa-solid fa-user-clock")
        .Column("groupmanagement.admin.number", r => r.Id)
        .Column("groupmanagement.column.user", r => r.UserId, c => c.Head().Unsorted())
        .Column("groupmanagement.column.group", r => r.GroupId, c => c.Unsorted())
        .Column("groupmanagement.admin.isleave", r => r.IsLeave)
        .Column("groupmanagement.requests.waiting", r => r.CreatedAt)
        .Filter("groupmanagement.column.group", r => r.GroupId)
        .Filter("groupmanagement.column.user", r => r.UserId)
        .Filter("groupmanagement.admin.isleave", r => r.IsLeave)
        .OrderBy(r => r.Id)
        .NoAdd()
        .NoChange()
        .Saved((work, _, _, cancellationToken) => work.Services.GetRequiredService<WaitingRequests>().DropAsync(cancellationToken).AsTask());

    private static void Log(AdminBuilder<GroupManagementDb, GroupLogEntry> admin) => admin
        .Named("groupmanagement.admin.logs", "groupmanagement.admin.log")
        .Icon("fa-solid fa-clock-rotate-left")
        .Column("groupmanagement.log.requestor", l => l.UserName, c => c.Head())
        .Column("groupmanagement.column.group", l => l.GroupName)
        .Column("groupmanagement.log.at", l => l.At)
        .Column("groupmanagement.log.type", l => l.Type, c => c.WordsOf("groupmanagement.log."))
        .Column("groupmanagement.admin.accepted", l => l.IsAccepted)
        .Column("groupmanagement.log.actor", l => l.ActorName)
        .Filter("groupmanagement.log.type", l => l.Type, c => c.WordsOf("groupmanagement.log."))
        .Filter("groupmanagement.admin.accepted", l => l.IsAccepted)
        .Filter("groupmanagement.column.group", l => l.GroupId, l => l.GroupName)
        .Search(l => l.UserName, l => l.ActorName)
        .OrderByDescending(l => l.Id)
        .ReadOnly();
}
