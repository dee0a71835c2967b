using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class StateIndexTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact]
    public async Task Users_who_change_state_together_cost_no_entry_in_any_index()
    {
        const int Pilots = 300;
        var corporation = module.Next();
        for (var i = 0; i < Pilots; i++)
        {
            await module.PilotAsync(corporation);
        }

        await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)]);

        var (changed, updates) = await module.DbAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var before = await CountAsync(db);
            var users = await db.DecideStatesAsync(null, module.Clock.GetUtcNow());
            var after = await CountAsync(db);
            return (users, new Updates(after.All - before.All, after.InPlace - before.InPlace));
        });

        Assert.Equal(Pilots, changed.Count);
        Assert.Equal(Pilots, updates.All);
        // A page that happens to be full costs its rows the entries.
        Assert.InRange(updates.InPlace, Pilots * 9 / 10, Pilots);
    }

    /// <summary>What this connection has updated, and how much of it without a new entry in any index.</summary>
    private static Task<Updates> CountAsync(AuthenticationDb db) => db.Database.SqlQueryRaw<Updates>(
        """
        SELECT n_tup_upd AS "All", n_tup_hot_upd AS "InPlace" FROM pg_stat_xact_user_tables WHERE schemaname = 'authentication' AND relname = 'users'
        """).SingleAsync();

    private sealed record Updates(long All, long InPlace);
}
