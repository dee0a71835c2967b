using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Features.LogOut;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class SessionEndTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const string Password = "stillborn-comet-84-lantern";
    private const string Another = "lantern-84-comet-stillborn";

    [Fact]
    public async Task A_node_that_dies_after_the_commit_leaves_no_session_open()
    {
        var user = await OperatorAsync();
        var before = await CachedGenerationAsync(user);

        // Committed, and then nobody was left to drop what the cache keeps.
        await module.DbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == user)).EndSessions(module.Clock.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        Assert.Equal(before, await CachedGenerationAsync(user));

        await module.DeliverAsync();

        Assert.NotEqual(before, await CachedGenerationAsync(user));
    }

    [Fact]
    public async Task A_changed_password_is_stored_together_with_the_end_of_the_sessions()
    {
        var user = await OperatorAsync();
        var before = await CachedGenerationAsync(user);

        var errors = await WithAccountsAsync(accounts => accounts.ChangeAsync(user, Password, Another));

        Assert.Empty(errors);
        Assert.NotEqual(before, await CachedGenerationAsync(user));
        Assert.Equal(["authentication.sessions-ended.v1"], await WaitingAsync());
    }

    [Fact]
    public async Task A_password_that_was_set_by_mail_is_stored_together_with_the_end_of_the_sessions()
    {
        var user = await OperatorAsync();
        var before = await CachedGenerationAsync(user);
        var key = await WithAccountsAsync(accounts => accounts.MakeResetKeyAsync(user));

        var errors = await WithAccountsAsync(accounts => accounts.ResetAsync(user, key!, Another));

        Assert.Empty(errors);
        Assert.NotEqual(before, await CachedGenerationAsync(user));
        Assert.Equal(["authentication.sessions-ended.v1"], await WaitingAsync());
    }

    [Fact]
    public async Task A_password_that_is_not_taken_ends_no_session()
    {
        var user = await OperatorAsync();
        var before = await CachedGenerationAsync(user);

        Assert.NotEmpty(await WithAccountsAsync(accounts => accounts.ChangeAsync(user, "wrong", Another)));
        Assert.NotEmpty(await WithAccountsAsync(accounts => accounts.ResetAsync(user, "made up", Another)));

        await module.DeliverAsync();
        Assert.Equal(before, await CachedGenerationAsync(user));
        Assert.NotNull((await WithAccountsAsync(accounts => accounts.CheckAsync($"op_{user}", Password))).User);
    }

    [Fact]
    public async Task Signing_out_everywhere_is_told_and_counts_at_once()
    {
        var user = await OperatorAsync();
        var before = await CachedGenerationAsync(user);

        await module.SendAsync(new EndSessionsRequest(user));

        Assert.NotEqual(before, await CachedGenerationAsync(user));
        Assert.Equal(["authentication.sessions-ended.v1"], await WaitingAsync());
    }

    [Fact]
    public async Task The_news_twice_change_nothing_more()
    {
        var user = await OperatorAsync();
        await module.SendAsync(new EndSessionsRequest(user));
        var after = await CachedGenerationAsync(user);
        var told = new SessionsEnded(Guid.CreateVersion7(), module.Clock.GetUtcNow(), user);

        await module.PublishAsync(told);
        await module.PublishAsync(told);

        Assert.Equal(after, await CachedGenerationAsync(user));
    }

    private async Task<UserId> OperatorAsync()
    {
        var name = $"made_{module.Next()}";
        Assert.Empty(await module.SendAsync(new CreateSuperuser(name, "op@example.test", Password)));
        await module.DeliverAsync();
        var user = await module.DbAsync(db => db.Users.SingleAsync(u => u.UserName == name));
        // The name carries the number, so that a test can sign in by it.
        await module.DbAsync(db => db.LocalAccounts.Where(a => a.Id == user.Id.Value)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.UserName, $"op_{user.Id}").SetProperty(x => x.NormalizedUserName, $"OP_{user.Id}")));
        return user.Id;
    }

    private Task<T> WithAccountsAsync<T>(Func<LocalAccounts, Task<T>> act) => module.AskAsync(s => act(s.GetRequiredService<LocalAccounts>()));

    private Task<int> CachedGenerationAsync(UserId user) =>
        module.AskAsync(async s => (await s.GetRequiredService<AccessReader>().FindAsync(user, CancellationToken.None))!.Snapshot.SessionGeneration);

    private Task<List<string>> WaitingAsync() => module.DbAsync(db => db.Outbox.Select(m => m.Name).ToListAsync());
}
