using AllianceAuth.EveOnline.Features.WatchServer;
using AllianceAuth.EveOnline.Tests.Support;
using AllianceAuth.EveOnline.Updates;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Tests.Esi;

public sealed class DayRunTests
{
    private const int Characters = 20_000;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_day_with_twenty_thousand_characters_passes_no_limit_and_asks_for_nothing_too_early()
    {
        await using var site = await EveHarness.StartAsync(extraCharacters: Characters, at: new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero));
        await FillAsync(site);
        var calls = 0;
        var notices = new List<TimeSpan>();
        (long Pilot, long Corporation, DateTimeOffset At)? leaver = null;

        for (var minute = 0; minute < 24 * 60; minute += 2)
        {
            Disturb(site, minute);
            if (minute % 97 == 0 && leaver is null)
            {
                leaver = Leave(site, minute);
            }

            await RunDueJobsAsync(site, minute);
            if (leaver is { } gone && await site.DbAsync(db => db.Characters.AnyAsync(c => c.Id == gone.Pilot && c.CorporationId == gone.Corporation)))
            {
                notices.Add(site.Clock.GetUtcNow() - gone.At);
                leaver = null;
            }

            var requests = site.Eve.Requests.All;
            calls += requests.Count;
            Assert.DoesNotContain(requests, r => r.Status is 420 or 429);
            Assert.Empty(site.Eve.Requests.Violations);
            site.Eve.Requests.Clear();
            site.Clock.Advance(Step);
        }

        Assert.True(calls > 24 * 30 * (Characters / 1000), $"Only {calls} calls: too few to show anything.");
        Assert.NotEmpty(notices);
        // The simulated EVE shows a change at once, so this is all our own delay.
        Assert.All(notices, n => Assert.InRange(n, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
    }

    /// <summary>A bad minute every few hours, and downtime.</summary>
    private static void Disturb(EveHarness site, int minute)
    {
        site.Eve.Control.LiftFaults();
        if (minute is >= 660 and < 672)
        {
            site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Unavailable));
        }
        else if (minute % 180 == 20)
        {
            site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.BadGateway));
        }
        else if (minute % 60 == 30)
        {
            site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Malformed, Count: 3));
        }
    }

    private static (long, long, DateTimeOffset) Leave(EveHarness site, int minute)
    {
        var world = site.Eve.Universe;
        var pilots = world.Characters.Values.Where(c => !c.IsDeleted).OrderBy(c => c.Id).ToList();
        var pilot = pilots[minute * 7 % pilots.Count];
        var target = world.Corporations.Values.First(c => !c.IsNpc && !c.IsClosed && c.Id != pilot.CorporationId);
        site.Eve.Control.MovePilot(pilot.Id, target.Id);
        return (pilot.Id, target.Id, site.Clock.GetUtcNow());
    }

    private static async Task RunDueJobsAsync(EveHarness site, int minute)
    {
        await site.RunAsync<UpdateAffiliationsJob>();
        await site.RunAsync<WatchServerJob>();
        if (minute % 360 == 0)
        {
            await site.RunAsync<UpdateCorporationsJob>();
            await site.RunAsync<UpdateAlliancesJob>();
            await site.RunAsync<UpdateNamesJob>();
            await site.RunAsync<UpdateFactionsJob>();
        }

        if (minute % 10 == 0)
        {
            await site.RunAsync<LearnMissingEntitiesJob>();
        }
    }

    /// <summary>Everybody EVE knows, and three it does not.</summary>
    private static async Task FillAsync(EveHarness site)
    {
        var people = site.Eve.Universe.Characters.Values.Where(c => !c.IsDeleted).ToList();
        var ids = people.Select(c => c.Id).Concat([2_119_999_997, 2_119_999_998, 2_119_999_999]).ToArray();
        var names = people.Select(c => c.Name).Concat(["Nobody", "Nobody", "Nobody"]).ToArray();
        Assert.True(ids.Length >= Characters);
        await site.DbAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO eveonline.characters (id, name) SELECT * FROM unnest({ids}, {names})"));
    }
}
