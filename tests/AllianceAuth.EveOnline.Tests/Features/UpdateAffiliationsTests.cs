using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Tests.Support;
using AllianceAuth.EveOnline.Updates;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Universe;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Tests.Features;

public sealed class UpdateAffiliationsTests : IAsyncLifetime
{
    private static readonly UserId Maren = new(7);
    private EveHarness _site = null!;
    private EveCharacter _pilot = null!;
    private EveCorporation _other = null!;

    public async Task InitializeAsync()
    {
        _site = await EveHarness.StartAsync();
        var world = _site.Eve.Universe;
        _pilot = world.Characters.Values.Where(c => !c.IsDeleted && world.AllianceOf(c) is not null).OrderBy(c => c.Id).First();
        _other = world.Corporations.Values.First(c => !c.IsNpc && !c.IsClosed && c.AllianceId is not null && c.AllianceId != world.AllianceOf(_pilot)!.Id);
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact, Rule("AUTH-025"), Rule("EVE-019"), Rule("EVE-003"), Rule("EVE-004")]
    public async Task A_new_character_is_known_with_all_its_names_at_once()
    {
        var world = _site.Eve.Universe;

        var met = await _site.AskAsync(new EnsureCharacter(_pilot.Id, _pilot.Name));

        var corporation = world.CorporationOf(_pilot);
        var alliance = world.AllianceOf(_pilot)!;
        Assert.Equal((_pilot.Name, corporation.Id, corporation.Name, corporation.Ticker), (met.Name, met.CorporationId, met.CorporationName, met.CorporationTicker));
        Assert.Equal((alliance.Id, alliance.Name, alliance.Ticker), (met.AllianceId, met.AllianceName, met.AllianceTicker));
        Assert.Equal(_site.Clock.GetUtcNow(), met.SeenAt);
        Assert.Equal(met, Assert.Single(await _site.AskAsync(new FindCharacters([_pilot.Id, 5]))));
    }

    [Fact, Rule("AUTH-025")]
    public async Task A_new_character_is_taken_on_the_SSOs_word_while_ESI_is_down_and_filled_in_later()
    {
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Unavailable));

        var met = await _site.AskAsync(new EnsureCharacter(_pilot.Id, _pilot.Name));

        Assert.Equal((_pilot.Name, null, null), (met.Name, met.CorporationId, met.SeenAt));
        Assert.Contains((nameof(UpdateAffiliationsJob), UpdateAffiliationsJob.New), _site.Queued.All);
        _site.Eve.Control.LiftFaults();
        await _site.RunAsync<UpdateAffiliationsJob>(UpdateAffiliationsJob.New);
        await _site.RunAsync<LearnMissingEntitiesJob>();
        await _site.DeliverAsync();
        Assert.Equal(_site.Eve.Universe.CorporationOf(_pilot).Name, (await FindAsync()).CorporationName);
    }

    [Fact, Rule("EVE-031")]
    public async Task A_pilot_who_left_is_noticed_by_the_next_run_and_told_once()
    {
        await MeetAsync();
        _site.Eve.Control.MovePilot(_pilot.Id, _other.Id);

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.DeliverAsync();

        Assert.Equal([_pilot.Id], Assert.Single(_site.Events.Of<CharacterAffiliationChanged>()).Characters);
        Assert.Equal((_other.Id, _other.AllianceId), ((await FindAsync()).CorporationId, (await FindAsync()).AllianceId));
        Assert.StartsWith("0 0/2 ", UpdateAffiliationsJob.Definition.Schedule, StringComparison.Ordinal);
    }

    [Fact, Rule("EVE-031")]
    public async Task An_alliance_that_changes_over_ones_head_is_noticed_too()
    {
        await MeetAsync();
        _site.Eve.Control.MoveCorporation(_pilot.CorporationId, null);

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.DeliverAsync();

        Assert.Null((await FindAsync()).AllianceId);
        Assert.Single(_site.Events.Of<CharacterAffiliationChanged>());
    }

    [Fact, Rule("EVE-035")]
    public async Task A_faction_alone_is_a_difference()
    {
        await MeetAsync();
        await _site.DbAsync(db => db.Characters.ExecuteUpdateAsync(c => c.SetProperty(x => x.FactionId, 500004L)));

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.DeliverAsync();

        Assert.Single(_site.Events.Of<CharacterAffiliationChanged>());
        Assert.Equal(_site.Eve.Universe.CorporationOf(_pilot).FactionId, (await FindAsync()).FactionId);
    }

    [Fact, Rule("EVE-032")]
    public async Task Nothing_different_means_nothing_written_and_nothing_told_but_the_age_is_known()
    {
        await MeetAsync();
        var version = await VersionAsync();
        _site.Clock.Advance(TimeSpan.FromMinutes(20));

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.DeliverAsync();

        Assert.Equal(version, await VersionAsync());
        Assert.Empty(_site.Events.All);
        var fresh = await _site.WithAsync<AllianceAuth.EveOnline.Data.EveOnlineDb, IReadOnlyList<CharacterInfo>>(db =>
            AllianceAuth.EveOnline.Data.CharacterQueries.ReadCharactersAsync(db, [_pilot.Id], default));
        Assert.Equal(_site.Clock.GetUtcNow(), fresh[0].SeenAt);
    }

    [Fact, Rule("EVE-033")]
    public async Task One_bad_id_spoils_nobody_elses_answer()
    {
        await MeetAsync();
        await AddAsync(2119999998, 2119999999);
        _site.Eve.Control.MovePilot(_pilot.Id, _other.Id);

        await _site.RunAsync<UpdateAffiliationsJob>();

        Assert.Equal(_other.Id, (await FindAsync(cached: false)).CorporationId);
        var bad = await _site.DbAsync(db => db.Characters.Where(c => c.Id > 2119999990).ToListAsync());
        Assert.All(bad, c => Assert.NotNull(c.UnresolvedSince));
        Assert.All(bad, c => Assert.False(c.IsBiomassed));
        _site.Eve.Requests.Clear();
        await _site.RunAsync<UpdateAffiliationsJob>();
        Assert.Single(_site.Eve.Requests.To("/characters/affiliation"));
    }

    [Fact, Rule("EVE-033")]
    public async Task An_id_EVE_takes_only_by_itself_is_followed_too_but_not_by_older_news()
    {
        var third = _site.Eve.Universe.Corporations.Values.First(c => !c.IsNpc && !c.IsClosed && c.Id != _other.Id && c.Id != _pilot.CorporationId).Id;
        await MeetAsync();
        await _site.WithAsync<AllianceAuth.EveOnline.Esi.IEsi, object>(async esi => await esi.CharacterAsync(_pilot.Id, AllianceAuth.EveOnline.Esi.EsiImportance.Person, default));
        _site.Clock.Advance(TimeSpan.FromHours(2));
        _site.Eve.Control.MovePilot(_pilot.Id, _other.Id);
        await _site.RunAsync<UpdateAffiliationsJob>();
        Assert.Equal(_other.Id, (await FindAsync(cached: false)).CorporationId);
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.NotFound, Route: "/characters/affiliation"));

        // What ESI keeps of it for a day is older than what we know.
        await _site.RunAsync<UpdateAffiliationsJob>();
        Assert.Equal(_other.Id, (await FindAsync(cached: false)).CorporationId);

        _site.Eve.Control.MovePilot(_pilot.Id, third);
        _site.Clock.Advance(TimeSpan.FromHours(25));
        await _site.RunAsync<UpdateAffiliationsJob>();
        Assert.Equal(third, (await FindAsync(cached: false)).CorporationId);
        Assert.NotNull(await _site.DbAsync(db => db.Characters.Select(c => c.UnresolvedSince).SingleAsync()));
    }

    [Fact]
    public async Task When_EVE_takes_nobody_nobody_is_marked_for_it()
    {
        await MeetAsync();
        await AddAsync(2119999998);
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.NotFound));

        await _site.RunAsync<UpdateAffiliationsJob>();

        Assert.Equal(0, await _site.DbAsync(db => db.Characters.CountAsync(c => c.UnresolvedSince != null)));
    }

    [Fact]
    public async Task A_character_an_admin_deleted_comes_back_while_there_are_tokens_of_it()
    {
        await _site.LogInAsync(_pilot.Id, Maren);
        await MeetAsync();
        await _site.DbAsync(db => db.Characters.ExecuteDeleteAsync());
        _site.Eve.Control.MovePilot(_pilot.Id, _other.Id);

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.DeliverAsync();

        Assert.Equal((_pilot.Name, _other.Id), ((await FindAsync(cached: false)).Name, (await FindAsync(cached: false)).CorporationId));
        Assert.Equal([_pilot.Id], Assert.Single(_site.Events.Of<CharacterAffiliationChanged>()).Characters);
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.NotFound)]
    [InlineData(FaultKind.ErrorLimited)]
    [InlineData(FaultKind.Cut)]
    public async Task An_outage_takes_nothing_from_anybody(FaultKind fault)
    {
        await MeetAsync();
        var before = await FindAsync(cached: false);
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, fault));

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.RunAsync<UpdateCorporationsJob>();
        await _site.RunAsync<UpdateAlliancesJob>();
        await _site.RunAsync<UpdateNamesJob>();
        await _site.DeliverAsync();

        Assert.Equal(before, await FindAsync(cached: false));
        Assert.Empty(_site.Events.All);
    }

    [Fact, Rule("EVE-026"), Rule("AUTH-031")]
    public async Task A_biomassed_characters_tokens_end_and_its_former_owner_is_told()
    {
        await _site.LogInAsync(_pilot.Id, Maren);
        var alt = _site.Eve.Universe.Characters.Values.First(c => !c.IsDeleted && c.Id != _pilot.Id);
        await _site.LogInAsync(alt.Id, Maren);
        await MeetAsync();
        _site.Eve.Control.Biomass(_pilot.Id);

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.DeliverAsync();
        await _site.DeliverAsync();

        Assert.True((await FindAsync()).IsBiomassed);
        var revoked = Assert.Single(_site.Events.Of<TokenRevoked>());
        Assert.Equal((_pilot.Id, TokenEnd.Biomassed, (UserId?)Maren), (revoked.CharacterId, revoked.Reason, revoked.User));
        Assert.Equal(alt.Id, await _site.DbAsync(db => db.Tokens.Select(t => t.CharacterId).SingleAsync()));
        var notice = Assert.Single(_site.Told.All);
        Assert.Equal((NotificationLevel.Info, revoked.EventId, _pilot.Name), (notice.Level, notice.Id, notice.Arguments[0]));
    }

    [Fact, Rule("EVE-027")]
    public async Task A_biomassed_character_without_owner_is_only_updated()
    {
        await MeetAsync();
        _site.Eve.Control.Biomass(_pilot.Id);

        await _site.RunAsync<UpdateAffiliationsJob>();
        await _site.DeliverAsync();

        Assert.True((await FindAsync()).IsBiomassed);
        Assert.Empty(_site.Told.All);
        _site.Eve.Requests.Clear();
        await _site.RunAsync<UpdateAffiliationsJob>();
        Assert.Empty(_site.Eve.Requests.All);
    }

    [Fact, Rule("EVE-028")]
    public async Task A_character_nobody_heard_of_is_left_out_instead_of_a_fault() => Assert.Empty(await _site.AskAsync(new FindCharacters([1, 2, 3])));

    [Fact, Rule("EVE-031"), Rule("EVE-034")]
    public async Task A_new_name_is_noticed_and_told()
    {
        await MeetAsync();
        _site.Eve.Control.RenamePilot(_pilot.Id, "Somebody Else");

        await _site.RunAsync<UpdateNamesJob>();
        await _site.DeliverAsync();

        Assert.Equal("Somebody Else", (await FindAsync()).Name);
        Assert.Single(_site.Events.Of<CharacterAffiliationChanged>());
        await _site.RunAsync<UpdateNamesJob>();
        Assert.Empty(await _site.DbAsync(db => db.Outbox.ToListAsync()));
    }

    [Fact, Rule("EVE-024")]
    public async Task A_corporations_members_chief_and_alliance_are_refreshed()
    {
        await MeetAsync();
        await _site.DbAsync(db => db.Corporations.ExecuteUpdateAsync(c => c.SetProperty(x => x.MemberCount, 1L).SetProperty(x => x.CeoId, (long?)null).SetProperty(x => x.AllianceId, (long?)1)));
        _site.Clock.Advance(TimeSpan.FromHours(2));

        await _site.RunAsync<UpdateCorporationsJob>();

        var corporation = await _site.DbAsync(db => db.Corporations.SingleAsync());
        var told = _site.Eve.Universe.CorporationOf(_pilot);
        Assert.Equal((told.CeoId, told.AllianceId), (corporation.CeoId, corporation.AllianceId));
        Assert.NotEqual(1, corporation.MemberCount);
    }

    [Fact]
    public async Task A_renamed_corporation_is_told_for_all_its_members()
    {
        await MeetAsync();
        await _site.DbAsync(db => db.Corporations.ExecuteUpdateAsync(c => c.SetProperty(x => x.Ticker, "OLD")));
        _site.Clock.Advance(TimeSpan.FromHours(2));

        await _site.RunAsync<UpdateCorporationsJob>();
        await _site.DeliverAsync();

        Assert.Equal([_pilot.Id], Assert.Single(_site.Events.Of<CharacterAffiliationChanged>()).Characters);
    }

    [Fact, Rule("EVE-021"), Rule("EVE-022"), Rule("EVE-023")]
    public async Task An_alliance_brings_its_corporations_and_loses_those_that_left()
    {
        var alliance = _site.Eve.Universe.AllianceOf(_pilot)!;
        Assert.NotNull(await _site.AskAsync(new LearnEntity(EntityKind.Alliance, alliance.Name)));
        await _site.RunAsync<UpdateAlliancesJob>();
        var members = _site.Eve.Universe.CorporationsOf(alliance.Id).Select(c => c.Id).ToList();
        Assert.Equal(members, await MembersAsync(alliance.Id));

        _site.Eve.Control.MoveCorporation(members[^1], null);
        _site.Clock.Advance(TimeSpan.FromHours(2));
        await _site.RunAsync<UpdateAlliancesJob>();

        Assert.Equal(members[..^1], await MembersAsync(alliance.Id));
        var stored = await _site.DbAsync(db => db.Alliances.SingleAsync());
        Assert.Equal(_site.Eve.Universe.Alliances[alliance.Id].ExecutorCorporationId, stored.ExecutorId);
    }

    [Fact, Rule("EVE-020")]
    public async Task A_corporation_is_learned_by_name_with_its_ticker()
    {
        var learned = await _site.AskAsync(new LearnEntity(EntityKind.Corporation, _other.Name));

        Assert.Equal(new EveEntity(EntityKind.Corporation, _other.Id, _other.Name, _other.Ticker), learned);
        Assert.Equal(learned, Assert.Single(await _site.AskAsync(new FindEntities([(EntityKind.Corporation, _other.Id), (EntityKind.Alliance, 1)]))));
        Assert.Equal(learned, Assert.Single(await _site.AskAsync(new SearchEntities(EntityKind.Corporation, _other.Ticker.ToLowerInvariant()))));
        Assert.Null(await _site.AskAsync(new LearnEntity(EntityKind.Corporation, "No Such Corporation")));
    }

    [Fact]
    public async Task A_search_takes_what_was_typed_literally()
    {
        await MeetAsync();

        Assert.Empty(await _site.AskAsync(new SearchEntities(EntityKind.Character, "%")));
        Assert.Empty(await _site.AskAsync(new SearchEntities(EntityKind.Character, "_")));
        Assert.Equal(_pilot.Id, Assert.Single(await _site.AskAsync(new SearchEntities(EntityKind.Character, _pilot.Name[..4].ToUpperInvariant()))).Id);
    }

    [Fact, Rule("EVE-030")]
    public async Task The_scheduled_run_queues_corporations_then_alliances_then_characters()
    {
        await _site.RunAsync<RunModelUpdateJob>();

        Assert.Equal([nameof(UpdateCorporationsJob), nameof(UpdateAlliancesJob), nameof(UpdateNamesJob)], _site.Queued.All.Take(3).Select(q => q.Job));
        Assert.Equal("0 0 0/6 * * ?", RunModelUpdateJob.Definition.Schedule);
        await _site.RunAsync<UpdateFactionsJob>();
        Assert.Equal(_site.Eve.Universe.Factions.Count, await _site.DbAsync(db => db.Factions.CountAsync()));
    }

    [Fact]
    public async Task Known_characters_cost_one_statement_cold_and_none_warm()
    {
        await MeetAsync();
        await _site.LogInAsync(_pilot.Id, Maren);
        await _site.DeliverAsync();

        var cold = StatementCounter.Begin();
        var owned = await _site.AskAsync(new FindOwnedCharacters([_pilot.Id]));
        Assert.Single(cold.Statements);
        Assert.Equal(TokenHealth.Valid, owned.Single().Token);
        var warm = StatementCounter.Begin();
        await _site.AskAsync(new FindOwnedCharacters([_pilot.Id]));
        Assert.Empty(warm.Statements);
        Assert.Single((await _site.AskAsync(new FindCharacters([_pilot.Id]))));
    }

    private async Task MeetAsync()
    {
        await _site.AskAsync(new EnsureCharacter(_pilot.Id, _pilot.Name));
        await _site.DeliverAsync();
        _site.Events.Clear();
        _site.Eve.Requests.Clear();
    }

    private Task<int> AddAsync(params long[] ids) => _site.DbAsync(db =>
    {
        db.Characters.AddRange(ids.Select(id => new Character(id, "Nobody")));
        return db.SaveChangesAsync();
    });

    private async Task<CharacterInfo> FindAsync(bool cached = true) => cached
        ? (await _site.AskAsync(new FindCharacters([_pilot.Id]))).Single()
        : (await _site.WithAsync<AllianceAuth.EveOnline.Data.EveOnlineDb, IReadOnlyList<CharacterInfo>>(db => AllianceAuth.EveOnline.Data.CharacterQueries.ReadCharactersAsync(db, [_pilot.Id], default))).Single();

    private Task<string> VersionAsync() => _site.DbAsync(db => db.Database.SqlQueryRaw<string>("SELECT string_agg(xmin::text || ctid::text, ',' ORDER BY id) AS \"Value\" FROM eveonline.characters").SingleAsync());

    private Task<List<long>> MembersAsync(long alliance) => _site.DbAsync(db => db.Corporations.Where(c => c.AllianceId == alliance).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync());
}
