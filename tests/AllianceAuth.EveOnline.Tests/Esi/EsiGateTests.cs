using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Features.CheckEsi;
using AllianceAuth.EveOnline.Features.ShowEsiBudget;
using AllianceAuth.EveOnline.Tests.Support;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.EveOnline.Tests.Esi;

public sealed class EsiGateTests : IAsyncLifetime
{
    private EveHarness _site = null!;
    private long _corporation;

    public async Task InitializeAsync()
    {
        _site = await EveHarness.StartAsync();
        _corporation = _site.Eve.Universe.Corporations.Values.Where(c => !c.IsNpc && c.AllianceId is not null).Min(c => c.Id);
    }

    public async Task DisposeAsync()
    {
        Assert.DoesNotContain(_site.Eve.Requests.Violations, r => r.Violations.Contains(Violation.RequestedBeforeExpires) || r.Violations.Contains(Violation.MissingUserAgent));
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_asked_again_before_it_expires_and_then_only_whether_it_changed()
    {
        await AskAsync();
        _site.Clock.Advance(TimeSpan.FromMinutes(50));
        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(await AskAsync());
        Assert.Single(Calls);

        _site.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(await AskAsync());

        Assert.Equal([200, 304], Calls.Select(c => c.Status));
        _site.Clock.Advance(TimeSpan.FromMinutes(59));
        await AskAsync();
        Assert.Equal(2, Calls.Count);
    }

    [Fact]
    public async Task Many_who_ask_at_once_on_two_nodes_cause_one_call()
    {
        var other = _site.AddNode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AskAsync(i % 2 == 0 ? null : other)));

        Assert.Single(Calls);
        Assert.Contains(answers, a => a is EsiAnswer<EsiCorporation>.Fresh);
    }

    [Fact, Rule("EVE-017")]
    public async Task Every_call_says_who_we_are_and_for_which_date_we_were_written()
    {
        await AskAsync();

        Assert.StartsWith("AllianceAuth/", Calls.Single().UserAgent, StringComparison.Ordinal);
        Assert.Contains("admin@example.test", Calls.Single().UserAgent, StringComparison.Ordinal);
    }

    [Theory, Rule("EVE-009"), Rule("EVE-010")]
    [InlineData("corporation")]
    [InlineData("alliance")]
    [InlineData("character")]
    [InlineData("type")]
    public async Task What_EVE_does_not_know_is_not_found_and_not_asked_for_again_soon(string kind)
    {
        var esi = _site.Services.GetRequiredService<IEsi>();
        async Task<bool> IsMissingAsync() => kind switch
        {
            "corporation" => await esi.CorporationAsync(98999999, EsiImportance.Person, default) is EsiAnswer<EsiCorporation>.NotFound,
            "alliance" => await esi.AllianceAsync(99999999, EsiImportance.Person, default) is EsiAnswer<EsiAlliance>.NotFound,
            "character" => await esi.CharacterAsync(2119999999, EsiImportance.Person, default) is EsiAnswer<EsiCharacter>.NotFound,
            _ => await esi.TypeAsync(999999, EsiImportance.Person, default) is EsiAnswer<EsiItemType>.NotFound,
        };

        Assert.True(await IsMissingAsync());
        Assert.True(await IsMissingAsync());
        Assert.Single(_site.Eve.Requests.To("/esi/"));
    }

    [Fact, Rule("EVE-011")]
    public async Task Factions_come_as_one_list_and_types_by_name()
    {
        var esi = _site.Services.GetRequiredService<IEsi>();
        Assert.True((await esi.FactionsAsync(EsiImportance.Person, default)).Has(out var factions));
        Assert.Equal(_site.Eve.Universe.Factions.Keys.Order(), factions.Select(f => f.FactionId).Order());
        var type = _site.Eve.Universe.Types.Values.First();
        Assert.True((await esi.TypeAsync(type.Id, EsiImportance.Person, default)).Has(out var told));
        Assert.Equal(type.Name, told.Name);
    }

    [Fact, Rule("EVE-012")]
    public async Task What_EVE_leaves_out_is_none()
    {
        var esi = _site.Services.GetRequiredService<IEsi>();
        _site.Eve.Control.MoveCorporation(_corporation, null);

        Assert.True((await AskAsync()).Has(out var corporation));

        Assert.Null(corporation.AllianceId);
        var pilot = _site.Eve.Universe.MembersOf(_corporation)[0].Id;
        Assert.True((await esi.AffiliationsAsync([pilot], EsiImportance.Access, default)).Has(out var affiliations));
        Assert.Null(affiliations.Single().AllianceId);
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.Timeout)]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.Cut)]
    public async Task Trouble_gives_the_last_good_answer_with_its_age_or_unknown_but_never_no(FaultKind fault)
    {
        await AskAsync();
        _site.Clock.Advance(TimeSpan.FromHours(2));
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, fault));

        var stale = Assert.IsType<EsiAnswer<EsiCorporation>.Stale>(await AskAsync());
        Assert.Equal(TimeSpan.FromHours(2), stale.Age);
        var other = _site.Eve.Universe.Corporations.Keys.First(id => id != _corporation);
        Assert.IsType<EsiAnswer<EsiCorporation>.Unknown>(await _site.Services.GetRequiredService<IEsi>().CorporationAsync(other, EsiImportance.Person, default));
        _site.Eve.Control.LiftFaults();
        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(await AskAsync());
    }

    [Fact]
    public async Task A_420_stops_all_nodes_until_the_window_ends()
    {
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.ErrorLimited, Count: 1, Seconds: 40));
        await AskAsync();
        var calls = _site.Eve.Requests.All.Count;
        var other = _site.AddNode();

        var refused = Assert.IsType<EsiAnswer<EsiCorporation>.Unknown>(await AskAsync(other));
        Assert.Equal(EsiTrouble.ErrorLimit, refused.Reason.Code);
        Assert.Equal(calls, _site.Eve.Requests.All.Count);
        Assert.NotNull((await _site.AskAsync(new ShowEsiBudgetRequest())).Pause);
        _site.Clock.Advance(TimeSpan.FromSeconds(42));
        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(await AskAsync(other));
    }

    [Fact]
    public async Task A_429_is_honoured_for_as_long_as_it_says()
    {
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.RateLimited, "/status", Count: 1, Seconds: 30));
        var esi = _site.Services.GetRequiredService<IEsi>();
        await esi.StatusAsync(EsiImportance.Person, default);
        await esi.StatusAsync(EsiImportance.Person, default);
        Assert.Single(_site.Eve.Requests.To("/status"));

        _site.Clock.Advance(TimeSpan.FromSeconds(32));
        Assert.IsType<EsiAnswer<EsiStatus>.Fresh>(await esi.StatusAsync(EsiImportance.Person, default));
    }

    [Fact]
    public async Task Errors_are_stopped_well_before_the_limit_and_those_who_wait_come_last_to_harm()
    {
        var esi = _site.Services.GetRequiredService<IEsi>();
        var missing = 98500000L;
        async Task<int> UntilRefusedAsync(EsiImportance importance)
        {
            for (var calls = 0; calls < 120; calls++)
            {
                if (await esi.CorporationAsync(missing++, importance, default) is EsiAnswer<EsiCorporation>.Unknown { Reason.Code: EsiTrouble.Budget })
                {
                    return calls;
                }
            }

            return 120;
        }

        Assert.Equal(60, await UntilRefusedAsync(EsiImportance.Background));
        Assert.Equal(20, await UntilRefusedAsync(EsiImportance.Access));
        Assert.Equal(10, await UntilRefusedAsync(EsiImportance.Person));
        Assert.DoesNotContain(_site.Eve.Requests.All, r => r.Status == 420);
        _site.Clock.Advance(TimeSpan.FromSeconds(62));
        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(await AskAsync());
    }

    [Fact]
    public async Task Background_work_rests_after_server_errors_in_a_row_and_longer_each_time_but_access_does_not()
    {
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Unavailable));
        var esi = _site.Services.GetRequiredService<IEsi>();
        var ids = _site.Eve.Universe.Corporations.Keys.Take(6).ToList();
        foreach (var id in ids.Take(3))
        {
            await esi.CorporationAsync(id, EsiImportance.Background, default);
        }

        var calls = _site.Eve.Requests.All.Count;
        var resting = Assert.IsType<EsiAnswer<EsiCorporation>.Unknown>(await esi.CorporationAsync(ids[3], EsiImportance.Background, default));
        Assert.Equal((EsiTrouble.ServerErrors, calls), (resting.Reason.Code, _site.Eve.Requests.All.Count));
        await esi.CorporationAsync(ids[4], EsiImportance.Access, default);
        Assert.Equal(calls + 1, _site.Eve.Requests.All.Count);
        var pause = (await _site.AskAsync(new ShowEsiBudgetRequest())).Pause!;
        Assert.True(pause.OnlyBackground);
        Assert.Equal(TimeSpan.FromSeconds(40), pause.Until - _site.Clock.GetUtcNow());

        _site.Eve.Control.LiftFaults();
        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(await esi.CorporationAsync(ids[5], EsiImportance.Person, default));
        Assert.Null((await _site.AskAsync(new ShowEsiBudgetRequest())).Pause);
    }

    [Theory]
    [InlineData(10, 59, true)]
    [InlineData(11, 0, false)]
    [InlineData(11, 14, false)]
    [InlineData(11, 15, true)]
    public async Task Background_work_leaves_EVE_alone_around_downtime(int hour, int minute, bool asks)
    {
        var at = new DateTimeOffset(2026, 8, 21, hour, minute, 30, TimeSpan.Zero);
        _site.Clock.Advance(at - _site.Clock.GetUtcNow());

        await _site.Services.GetRequiredService<IEsi>().CorporationAsync(_corporation, EsiImportance.Background, default);

        Assert.Equal(asks ? 1 : 0, Calls.Count);
        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(await AskAsync());
    }

    [Fact, Rule("EVE-018")]
    public async Task A_call_that_something_waits_for_is_tried_again_after_a_server_error()
    {
        var node = _site.AddNode(("Esi:Retries", "3"));
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.BadGateway, Count: 3));

        var answer = await node.GetRequiredService<IEsi>().CorporationAsync(_corporation, EsiImportance.Access, default);

        Assert.IsType<EsiAnswer<EsiCorporation>.Fresh>(answer);
        Assert.Equal([502, 502, 502, 200], Calls.Select(c => c.Status));
    }

    [Fact]
    public async Task The_rate_limit_of_a_group_is_never_passed()
    {
        var esi = _site.Services.GetRequiredService<IEsi>();
        for (var minute = 0; minute < 180; minute++)
        {
            for (var i = 0; i < 10; i++)
            {
                // Each answer counts as expired, so that every question is a call.
                await _site.DbAsync(db => db.EsiResponses.ExecuteDeleteAsync());
                await esi.StatusAsync(EsiImportance.Background, default);
            }

            _site.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.DoesNotContain(_site.Eve.Requests.All, r => r.Status == 429);
        Assert.True(_site.Eve.Requests.To("/status").Count > 300);
        _site.Eve.Requests.Clear();
    }

    [Fact, Rule("AUTH-094")]
    public async Task The_ESI_check_gives_the_status_of_ESI_and_what_it_said()
    {
        var good = await _site.AskAsync(new CheckEsiRequest());
        Assert.Equal(200, good.Status);
        _site.Clock.Advance(TimeSpan.FromMinutes(2));
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Timeout, Count: 1));
        Assert.Equal(504, (await _site.AskAsync(new CheckEsiRequest())).Status);
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.ErrorLimited, Count: 1));

        var limited = await _site.AskAsync(new CheckEsiRequest());

        Assert.Equal(420, limited.Status);
        Assert.Contains("nothing is lost meanwhile", limited.Data.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_budget_page_shows_what_is_left()
    {
        await AskAsync();
        await _site.Services.GetRequiredService<IEsi>().CorporationAsync(98500000, EsiImportance.Person, default);
        await _site.Services.GetRequiredService<IEsi>().StatusAsync(EsiImportance.Person, default);

        var view = await _site.AskAsync(new ShowEsiBudgetRequest());

        Assert.Equal([(EsiBudget.Errors, 99, 100, 0), ("status:site", 598, 600, 0)], view.Budgets.Select(b => (b.Key, b.Remaining, b.Max, b.Reserved)));
        Assert.Null(view.Pause);
        Assert.Equal(3, view.StoredAnswers);
    }

    private IReadOnlyList<SimulatedRequest> Calls => _site.Eve.Requests.To("/corporations/");

    private Task<EsiAnswer<EsiCorporation>> AskAsync(IServiceProvider? node = null) =>
        (node ?? _site.Services).GetRequiredService<IEsi>().CorporationAsync(_corporation, EsiImportance.Person, CancellationToken.None);
}
