using System.Diagnostics;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Tests.Support;
using AllianceAuth.EveOnline.Updates;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace AllianceAuth.EveOnline.Tests.Features;

public sealed class AffiliationSpeedTests(ITestOutputHelper output)
{
    private const int Characters = 250_000;
    private const int Batch = 50_000;
    private const long First = 2_112_000_000;

    [Fact]
    public async Task A_quarter_million_characters_are_compared_in_one_statement_a_batch()
    {
        await using var site = await EveHarness.StartAsync();
        await site.DbAsync(db => db.Database.ExecuteSqlAsync(
            $"INSERT INTO eveonline.characters (id, name, corporation_id, seen_at) SELECT {First} + n, 'Pilot ' || n, 98000001, now() FROM generate_series(0, {Characters - 1}) n"));

        var unchanged = Stopwatch.StartNew();
        Assert.Equal((0, 5), await WriteAsync(site, corporation: _ => 98_000_001));
        output.WriteLine($"unchanged: {unchanged.ElapsedMilliseconds} ms");
        var tenth = Stopwatch.StartNew();
        var (changed, _) = await WriteAsync(site, corporation: n => n % 10 == 0 ? 98_000_002 : 98_000_001);
        output.WriteLine($"a tenth changed: {tenth.ElapsedMilliseconds} ms");

        Assert.Equal(Characters / 10, changed);
        Assert.Equal(Characters / 10 / EntityUpdater.EventBatch, await site.DbAsync(db => db.Outbox.CountAsync()));
    }

    private static async Task<(int Changed, int Updates)> WriteAsync(EveHarness site, Func<int, long> corporation)
    {
        var (changed, updates) = (0, 0);
        for (var start = 0; start < Characters; start += Batch)
        {
            var reading = new AffiliationReading();
            reading.Seen.AddRange(Enumerable.Range(start, Batch).Select(n => new EsiAffiliation(First + n, corporation(n))));
            var tally = StatementCounter.Begin();
            changed += await site.WithAsync<AffiliationWriter, int>(writer => writer.WriteAsync(reading, CancellationToken.None));
            updates += tally.Statements.Count(s => s.Contains("UPDATE eveonline.characters", StringComparison.Ordinal));
        }

        return (changed, updates);
    }
}
