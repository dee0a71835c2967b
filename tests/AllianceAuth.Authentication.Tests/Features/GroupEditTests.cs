using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class GroupEditTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact]
    public async Task Of_groups_that_are_given_the_same_name_at_once_one_gets_it()
    {
        var groups = await GroupsAsync(8);
        var name = $"Logistics {module.Next()}";

        var renamed = await Task.WhenAll(groups.Select(group => module.SendAsync(new RenameGroup(group, name))));

        Assert.Single(renamed, done => done);
        Assert.Equal(1, await module.DbAsync(db => db.Groups.CountAsync(g => g.Name == name)));
    }

    [Fact]
    public async Task A_name_that_is_given_and_made_at_once_belongs_to_one_group()
    {
        var groups = await GroupsAsync(6);
        var name = $"Logistics {module.Next()}";

        await Task.WhenAll(groups.Select(group => (Task)module.SendAsync(new RenameGroup(group, name)))
            .Concat(groups.Select(_ => (Task)module.SendAsync(new CreateGroup(name)))));

        Assert.Equal(1, await module.DbAsync(db => db.Groups.CountAsync(g => g.Name == name)));
    }

    [Fact]
    public async Task Of_grants_that_are_set_at_once_the_last_one_stands_whole()
    {
        var group = (await GroupsAsync(1))[0];
        string[][] wanted = [["auth.timer_view"], ["auth.timer_view", "auth.optimer_view"], ["auth.srp_management"], []];

        await Task.WhenAll(wanted.Concat(wanted).Select(names => module.SendAsync(new SetGroupPermissions(group, names, Actor: null))));

        var left = await GrantsAsync(group);
        Assert.Contains(left, wanted.Select(names => names.Order(StringComparer.Ordinal).ToArray()));
    }

    [Fact]
    public async Task Grants_for_a_group_that_is_gone_change_nothing()
    {
        var group = (await GroupsAsync(1))[0];
        await module.SendAsync(new DeleteGroup(group));

        await module.SendAsync(new SetGroupPermissions(group, ["auth.timer_view"], Actor: null));

        Assert.Empty(await GrantsAsync(group));
    }

    [Fact]
    public async Task Grants_of_a_module_that_is_not_installed_stay()
    {
        var group = (await GroupsAsync(1))[0];
        await module.DbAsync(async db =>
        {
            db.GroupPermissions.Add(new GroupPermission(group, "moonmining.basic_access"));
            return await db.SaveChangesAsync();
        });

        await module.SendAsync(new SetGroupPermissions(group, ["auth.timer_view"], Actor: null));

        Assert.Equal(["auth.timer_view", "moonmining.basic_access"], await GrantsAsync(group));
    }

    private async Task<GroupId[]> GroupsAsync(int count)
    {
        var made = new GroupId[count];
        for (var i = 0; i < count; i++)
        {
            made[i] = await module.SendAsync(new CreateGroup($"Group {module.Next()}"));
        }

        return made;
    }

    private Task<string[]> GrantsAsync(GroupId group) =>
        module.DbAsync(db => db.GroupPermissions.Where(p => p.GroupId == group).Select(p => p.Permission).Order().ToArrayAsync());
}
