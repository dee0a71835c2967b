using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>What a leader reads about whoever asks for a group with filters.</summary>
public sealed class SmartGateTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    [Fact]
    public async Task Whoever_does_not_pass_has_a_grey_button_that_says_why()
    {
        var (leader, group, asked) = await AskedAsync(KeepingSite.InState(await site.StateAsync()));

        var row = (await leader.OpenAsync("/groupmanagement/requests/")).Find($"#request-{asked}");

        Assert.True(row.QuerySelector("form button")!.HasAttribute("disabled"));
        Assert.Contains(site.Say("groupmanagement.decide.filter", group), row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_whom_nobody_can_judge_now_a_leader_is_not_told_that_they_fail()
    {
        var (leader, group, asked) = await AskedAsync(new FilterLeaf("gone.filter.module", FilterParameters.None));

        var answer = await (await leader.OpenAsync("/groupmanagement/requests/")).SubmitAsync($"form[action='/groupmanagement/request/join/accept/{asked}/']", partial: true);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(group, answer.AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.decide.notnow.filterunknown", "?", "?").Split('?')[^1], answer.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Say("groupmanagement.decide.notnow.filter", "?", "?").Split('?')[1], answer.AllText, StringComparison.Ordinal);
    }

    private async Task<(Visitor Leader, string Group, int Asked)> AskedAsync(FilterExpression filters)
    {
        var name = $"root{site.Next()}";
        await site.SendAsync(new CreateSuperuser(name, "", "stillborn-comet-84-lantern"));
        var visitor = site.NewVisitor();
        await visitor.SignInAsync(name, "stillborn-comet-84-lantern");
        var group = await site.SmartGroupAsync(filters, SmartGroupMode.Gate);
        var request = new GroupRequest(group, await site.UserAsync(new StateId(1), null), isLeave: false, site.Now);
        await site.DoAsync(async s =>
        {
            var db = s.GetRequiredService<GroupManagementDb>();
            db.Requests.Add(request);
            await db.SaveChangesAsync();
            await s.GetRequiredService<WaitingRequests>().DropAsync(CancellationToken.None);
            await s.GetRequiredService<GroupBook>().DropAsync(CancellationToken.None);
        });
        return (visitor, (await site.SendAsync(new FindGroups([group]))).Single().Name, request.Id);
    }
}
