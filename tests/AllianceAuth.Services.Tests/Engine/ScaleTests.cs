using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>How many statements large changes take. How long they take is measured by the benchmarks.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class ScaleTests(ServicesSite site)
{
    [Fact]
    public async Task A_permission_taken_from_a_state_notes_everybody_in_one_statement()
    {
        var service = site.NewService();
        await site.HaveAccountsAsync(service, await site.UsersAsync(5_000));

        var statements = await CountAsync(s => s.GetRequiredService<AccountMarks>().SweepAsync([service.Name], CancellationToken.None));

        Assert.Single(statements, s => s.Contains("services.", StringComparison.Ordinal));
        Assert.Equal(1, await site.WaitingAsync(service.Name));
    }

    [Fact]
    public async Task A_thousand_users_whose_groups_changed_are_marked_in_one_statement()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(1_000);
        await site.HaveAccountsAsync(service, users);

        var statements = await CountAsync(s => s.GetRequiredService<AccountMarks>().MarkAsync(users, "services.cause.groups", CancellationToken.None));

        Assert.Single(statements, s => s.Contains("services.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_look_at_everybody_that_finds_nothing_writes_no_account_and_takes_a_few_statements_a_page()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(6_100);
        await site.HaveAccountsAsync(service, users);
        await site.GrantAsync(service.Permission, users);
        var written = await VersionsAsync(service);
        await site.DoAsync(s => s.GetRequiredService<AccountMarks>().SweepAsync([service.Name], CancellationToken.None));

        var statements = await CountAsync(_ => site.RunJobAsync("services.keep", service.Name));

        Assert.Equal(written, await VersionsAsync(service));
        Assert.Empty(service.Calls);
        // Four pages; for each the state, the page, names and access, progress, and the brake's questions.
        Assert.InRange(statements.Count, 1, 60);
    }

    private async Task<IReadOnlyList<string>> CountAsync(Func<IServiceProvider, Task> work)
    {
        IReadOnlyList<string> statements = [];
        await site.DoAsync(async services =>
        {
            var tally = StatementCounter.Begin();
            await work(services);
            statements = tally.Statements;
        });
        return statements;
    }

    private Task<long> VersionsAsync(PretendService service) => site.ReadAsync<long>($"SELECT sum(xmin::text::bigint)::bigint FROM services.accounts WHERE service = '{service.Name}'");
}
