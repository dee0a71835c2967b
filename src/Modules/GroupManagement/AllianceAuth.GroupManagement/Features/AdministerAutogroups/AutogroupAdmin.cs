using System.Globalization;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Features.AdministerAutogroups;

/// <summary>Administration of automatic groups. ADM-023, ADM-024.</summary>
internal static class AutogroupAdmin
{
    private const string App = "eve_autogroups";

    public static IServiceCollection AddAutogroupAdmin(this IServiceCollection services)
    {
        services.AddScoped<AutogroupForecast>();
        services.AddAdminSection(App, "groupmanagement.app.eve_autogroups");
        services.AddAdmin<GroupManagementDb, AutogroupConfig>(App, "autogroupsconfig", Configurations);
        services.AddAdmin<GroupManagementDb, ManagedCorpGroup>(App, "managedcorpgroup", admin => Managed(admin, "corp", AdminReferenceKind.Corporation));
        services.AddAdmin<GroupManagementDb, ManagedAllianceGroup>(App, "managedalliancegroup", admin => Managed(admin, "alliance", AdminReferenceKind.Alliance));
        return services;
    }

    private static void Configurations(AdminBuilder<GroupManagementDb, AutogroupConfig> admin) => admin
        .Named("groupmanagement.autogroup.many", "groupmanagement.autogroup.one")
        .Icon("fa-solid fa-people-roof")
        .Load(async (work, _, cancellationToken) => (await StatesAsync(work, cancellationToken)).ToDictionary(s => s.Value, s => s.Text))
        .Show("groupmanagement.autogroup.list.states", (config, names) => NamesOf(config, (Dictionary<string, string>)names!), o => o.Head())
        .Column("groupmanagement.autogroup.corp_groups", c => c.CorpGroups)
        .Column("groupmanagement.autogroup.alliance_groups", c => c.AllianceGroups)
        .Column("groupmanagement.autogroup.list.groups", (db, c) => db.ManagedGroups.Count(g => g.ConfigId == c.Id))
        .OrderBy(c => c.Id)
        .ListField(
            "groupmanagement.autogroup.states",
            (_, config, _) => Task.FromResult<IReadOnlyCollection<string>>([.. config.States.Select(s => s.ToString())]),
            (_, config, chosen, _) =>
            {
                config.States = [.. chosen.Select(s => new StateId(int.Parse(s, CultureInfo.InvariantCulture))).OrderBy(s => s.Value)];
                return Task.CompletedTask;
            },
            o => o.Picks(AdminReferenceKind.State).Help("groupmanagement.autogroup.states.help").Inside().Optional())
        .Field("groupmanagement.autogroup.corp_groups", c => c.CorpGroups, o => o.Help("groupmanagement.autogroup.corp_groups.help"))
        .Field("groupmanagement.autogroup.corp_group_prefix", c => c.CorpGroupPrefix, o => o.OnlyWhenAdding().KeepBlanks().Optional().Help("groupmanagement.autogroup.prefix.help"))
        .Field("groupmanagement.autogroup.corp_name_source", c => c.CorpNameSource, o => o.OnlyWhenAdding().WordsOf("groupmanagement.namesource."))
        .Field("groupmanagement.autogroup.alliance_groups", c => c.AllianceGroups, o => o.Help("groupmanagement.autogroup.alliance_groups.help"))
        .Field("groupmanagement.autogroup.alliance_group_prefix", c => c.AllianceGroupPrefix, o => o.OnlyWhenAdding().KeepBlanks().Optional().Help("groupmanagement.autogroup.prefix.help"))
        .Field("groupmanagement.autogroup.alliance_name_source", c => c.AllianceNameSource, o => o.OnlyWhenAdding().WordsOf("groupmanagement.namesource."))
        .Field("groupmanagement.autogroup.replace_spaces", c => c.ReplaceSpaces, o => o.OnlyWhenAdding())
        .Field("groupmanagement.autogroup.replace_spaces_with", c => c.ReplaceSpacesWith, o => o.OnlyWhenAdding().KeepBlanks().Optional())
        .Inline<ManagedCorpGroup>("groupmanagement.managed.corp.many", g => g.ConfigId, groups => Kept(groups, "corp", AdminReferenceKind.Corporation))
        .Inline<ManagedAllianceGroup>("groupmanagement.managed.alliance.many", g => g.ConfigId, groups => Kept(groups, "alliance", AdminReferenceKind.Alliance))
        .Create(_ => new AutogroupConfig())
        .Preview(typeof(AutogroupPreview), async (work, config, cancellationToken) =>
            await work.Services.GetRequiredService<AutogroupForecast>().OfAsync(config, cancellationToken))
        .Saving((work, config, _, _) =>
        {
            // Everybody is looked at again as soon as this is stored; also when it is deleted, for its groups go then.
            work.Db.Raise(new KeepingChanged(Guid.CreateVersion7(), work.Now));
            return Task.CompletedTask;
        })
        .AlsoGoes(async (work, configs, cancellationToken) =>
        {
            var ids = configs.Select(c => c.Id).ToArray();
            var count = await work.Db.ManagedGroups.Where(g => ids.Contains(g.ConfigId)).Select(g => g.GroupId).Distinct().CountAsync(cancellationToken);
            return count == 0 ? [] : [new AdminConsequence("groupmanagement.autogroup.goes", count)];
        })
        .Action(
            "groupmanagement.autogroup.sync_all_users",
            (work, configs, _) =>
            {
                work.Db.Raise(new KeepingChanged(Guid.CreateVersion7(), work.Now));
                return Task.FromResult(new AdminDone(configs.Count));
            },
            o => o.Icon("fa-solid fa-rotate").Consequence("groupmanagement.autogroup.sync.consequence"));

    /// <summary>What a configuration has made so far, to look at beside it.</summary>
    private static void Kept<TGroup>(AdminInlineBuilder<GroupManagementDb, TGroup> groups, string kind, AdminReferenceKind reference)
        where TGroup : ManagedGroup => groups
        .Field("groupmanagement.managed.group", g => g.GroupId, f => f.ReadOnly())
        .Field($"groupmanagement.managed.{kind}.entity", g => g.EntityId, f => f.ReadOnly().Picks(reference))
        .NoAdd()
        .NoDelete();

    // The site makes and removes these rows by itself; by hand they could only go wrong.
    private static void Managed<TGroup>(AdminBuilder<GroupManagementDb, TGroup> admin, string kind, AdminReferenceKind reference)
        where TGroup : ManagedGroup => admin
        .Named($"groupmanagement.managed.{kind}.many", $"groupmanagement.managed.{kind}.one")
        .Icon(reference == AdminReferenceKind.Corporation ? "fa-solid fa-building" : "fa-solid fa-building-columns")
        .Column("groupmanagement.managed.group", g => g.GroupId, o => o.Head())
        .Column($"groupmanagement.managed.{kind}.entity", g => g.EntityId, o => o.Names(reference))
        .Column("groupmanagement.managed.config", g => g.ConfigId)
        .Search(g => g.Name)
        .OrderBy(g => g.Name)
        .ReadOnly();

    private static AdminCell NamesOf(AutogroupConfig config, Dictionary<string, string> names) => config.States.Length == 0
        ? new AdminWord("groupmanagement.autogroup.nostates", AdminMood.Warn)
        : new AdminNames([.. config.States.Select(s => names.GetValueOrDefault(s.ToString(), s.ToString()))], int.MaxValue);

    private static Task<IReadOnlyList<AdminOption>> StatesAsync(AdminWork<GroupManagementDb> work, CancellationToken cancellationToken) =>
        work.Services.GetRequiredService<IAdminNames>().AllAsync(AdminReferenceKind.State, cancellationToken);
}
