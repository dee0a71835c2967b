using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Features.EditSmartGroup;

/// <summary>List, deletion and history of smart groups. Deleting one takes its filters off; the group and its members stay.</summary>
internal static class SmartGroupAdmin
{
    public static IServiceCollection AddSmartGroupAdmin(this IServiceCollection services)
    {
        services.AddScoped<SmartGroupForms>();
        return services.AddAdmin<GroupManagementDb, SmartGroup>("groupmanagement", "smartgroup", admin => admin
            .Named("groupmanagement.smart.many", "groupmanagement.smart.one")
            .Icon("fa-solid fa-wand-magic-sparkles")
            .Column("groupmanagement.smart.list.group", g => g.Id, o => o.Head())
            .Column("groupmanagement.smart.list.mode", g => g.Mode, o => o.WordsOf("groupmanagement.smart.mode."))
            .Column("groupmanagement.smart.gracedays", g => g.GraceDays)
            .Column("groupmanagement.smart.list.warned", (db, g) => db.Lapses.Count(l => l.GroupId == g.Id && l.Stage == LapseStage.Warned))
            .Column("groupmanagement.smart.list.held", (db, g) => db.Lapses.Count(l => l.GroupId == g.Id && l.Stage == LapseStage.Held))
            .Column("groupmanagement.smart.list.evaluated", g => g.EvaluatedAt, o => o.OnlyWide())
            .OrderBy(g => g.Id)
            .OwnForm()
            .KeepsFromDeleting((work, chosen, cancellationToken) => RestrictedGroups.KeepAsync(work, chosen, g => g.Id, cancellationToken))
            .Saving(async (work, group, verb, cancellationToken) =>
            {
                if (verb == AdminVerb.Delete)
                {
                    work.Db.Lapses.RemoveRange(await work.Db.Lapses.Where(l => l.GroupId == group.Id).ToListAsync(cancellationToken));
                }
            })
            .Saved(async (work, _, _, cancellationToken) => await work.Services.GetRequiredService<GroupBook>().DropAsync(cancellationToken)));
    }
}
