using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>Rows of another entity on their owner's form: shown, changed, added and taken off. The registration is one that a module could make.</summary>
public sealed class AdminInlineTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    private static readonly AccessSnapshot Root =
        new() { User = new UserId(1), UserName = "root", State = new StateId(1), StateName = "Guest", IsActive = true, IsSuperuser = true };

    [Fact]
    public async Task Rows_of_one_owner_are_shown_with_an_empty_one_to_add()
    {
        var (group, other) = (await GroupAsync(), await GroupAsync());
        var request = await RequestAsync(group);
        await RequestAsync(other);

        var inline = Assert.Single((await FormAsync(group)).Inlines);

        Assert.Equal([$"{request.Id}", null], inline.Rows.Select(r => r.Key));
        Assert.True(inline.CanDelete);
    }

    [Fact]
    public async Task A_row_is_changed_with_its_owner_and_the_history_says_so()
    {
        var group = await GroupAsync();
        var request = await RequestAsync(group);

        await SaveAsync(group, sent => sent[$"requests.{request.Id}.isleave"] = "true");

        Assert.True((await RequestsAsync(group)).Single().IsLeave);
        Assert.Contains("groupmanagement.admin.isleave", await HistoryAsync(group), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_empty_row_makes_a_new_one_of_this_owner_and_left_empty_makes_none()
    {
        var group = await GroupAsync();
        var user = await site.UserAsync(new StateId(1), null);

        await SaveAsync(group, _ => { });
        Assert.Empty(await RequestsAsync(group));
        var name = await site.ReadAsync<string>($"SELECT user_name FROM authentication.users WHERE id = {user}");
        await SaveAsync(group, sent => sent["requests.new.user"] = name);

        Assert.Equal(user, (await RequestsAsync(group)).Single().UserId);
    }

    [Fact]
    public async Task A_ticked_row_is_taken_off_and_the_others_stay()
    {
        var group = await GroupAsync();
        var (goes, stays) = (await RequestAsync(group), await RequestAsync(group));

        await SaveAsync(group, sent => sent[$"requests.{goes.Id}.delete"] = "true");

        Assert.Equal(stays.Id, (await RequestsAsync(group)).Single().Id);
    }

    [Fact]
    public async Task What_is_wrong_in_a_row_stands_beside_its_field_and_nothing_is_stored()
    {
        var group = await GroupAsync();

        var saved = await SaveAsync(group, sent =>
        {
            sent["requests.new.user"] = "nobody is called so";
            sent["description"] = "changed";
        });

        Assert.NotNull(saved?.Form?.Inlines.Single().Rows.Single().Inputs.Single(i => i.Name == "requests.new.user").Error);
        Assert.Empty(await RequestsAsync(group));
        Assert.Equal("", await site.ReadAsync<string>($"SELECT description FROM groupmanagement.groups WHERE id = {group}"));
    }

    private static IAdminModel Model() => new ServiceCollection()
        .AddAdmin<GroupManagementDb, SelfServiceGroup>("groupmanagement", "group", admin => admin
            .Named("groupmanagement.admin.groups", "groupmanagement.admin.group")
            .Column("groupmanagement.column.description", g => g.Description, c => c.Head())
            .Field("groupmanagement.column.description", g => g.Description, f => f.Optional())
            .Inline<GroupRequest>("groupmanagement.admin.requests", r => r.GroupId, requests => requests
                .Field("groupmanagement.column.user", r => r.UserId)
                .Field("groupmanagement.admin.isleave", r => r.IsLeave)
                .Create(work => new GroupRequest(default, default, isLeave: false, work.Now))))
        .BuildServiceProvider()
        .GetRequiredService<IAdminModel>();

    private Task<AdminForm> FormAsync(GroupId group) => site.AskAsync(async s => (await Model().FormAsync(new AdminAsk(s, Root, site.Now), $"{group}", CancellationToken.None))!);

    /// <summary>Sends the form as it was filled, but for what is changed.</summary>
    private async Task<AdminSaveResult?> SaveAsync(GroupId group, Action<Dictionary<string, StringValues>> change)
    {
        var form = await FormAsync(group);
        var inputs = form.Inputs.Concat(form.Inlines.SelectMany(i => i.Rows).SelectMany(r => r.Inputs));
        var sent = inputs.ToDictionary(i => i.Name, i => new StringValues(i.Value), StringComparer.Ordinal);
        sent["stamp"] = form.Stamp;
        change(sent);
        return await site.AskAsync(s => Model().SaveAsync(new AdminAsk(s, Root, site.Now), $"{group}", new FormCollection(sent), dryRun: false, CancellationToken.None));
    }

    private async Task<GroupId> GroupAsync() => await site.SmartGroupAsync(KeepingSite.InState(new StateId(1)));

    private async Task<GroupRequest> RequestAsync(GroupId group)
    {
        var request = new GroupRequest(group, await site.UserAsync(new StateId(1), null), isLeave: false, site.Now);
        await site.DbAsync(db =>
        {
            db.Requests.Add(request);
            return db.SaveChangesAsync();
        });
        return request;
    }

    private Task<List<GroupRequest>> RequestsAsync(GroupId group) => site.DbAsync(db => db.Requests.AsNoTracking().Where(r => r.GroupId == group).ToListAsync());

    private async Task<string> HistoryAsync(GroupId group)
    {
        await site.DeliverEventsAsync();
        return (await site.ReadAsync<string>($"SELECT string_agg(fields::text, ' ') FROM admin.changes WHERE app = 'groupmanagement' AND model = 'group' AND item = '{group}'"))!;
    }
}
