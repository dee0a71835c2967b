using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Names;

public sealed class NameFormatBookTests(NamingSite site) : IClassFixture<NamingSite>
{
    [Fact, Rule("SVC-025")]
    public async Task Each_user_is_named_by_the_format_of_their_state()
    {
        var (plain, special) = (await site.StateAsync(), await site.StateAsync());
        var service = Service("{character_name}");
        await site.ConfigAsync(new NameFormatConfig { ServiceName = service.Name, Format = "{username}!", States = [special] });

        var names = await NameAsync(service, User(plain, "anna"), User(special, "berit"));

        Assert.Equal(["Pilot anna", "berit!"], names);
    }

    [Fact, Rule("SVC-026")]
    public async Task Without_any_format_the_sites_default_names() =>
        Assert.Equal(["[TICK] Pilot anna"], await NameAsync(Service(null), User(site.Member, "anna")));

    [Fact, Rule("SVC-029")]
    public async Task The_login_name_stands_in_only_where_the_configuration_says_so()
    {
        var (with, without) = (await site.StateAsync(), await site.StateAsync());
        var service = Service(null);
        await site.ConfigAsync(new NameFormatConfig { ServiceName = service.Name, Format = "a {character_name}", States = [with] });
        await site.ConfigAsync(new NameFormatConfig { ServiceName = service.Name, Format = "b {character_name}", States = [without], DefaultToUsername = false });

        var names = await NameAsync(service, User(with, "anna") with { Main = null }, User(without, "berit") with { Main = null });

        Assert.Equal(["a anna", "b"], names);
    }

    [Fact, Rule("C-35")]
    public async Task Alliance_tickers_are_there()
    {
        var ticker = site.Eve.Universe.Alliances[Furnishing.OurAlliance].Ticker;
        await site.PilotAsync();

        var user = User(site.Member, "anna");
        var names = await NameAsync(Service("{alliance_ticker} {character_name}"), user with { Main = user.Main! with { AllianceId = Furnishing.OurAlliance, AllianceName = "x" } });

        Assert.Equal([$"{ticker} Pilot anna"], names);
    }

    [Fact]
    public async Task A_thousand_users_cost_no_more_statements_than_one()
    {
        var service = Service("{alliance_ticker}{character_name}");
        AccessSnapshot[] users = [.. Enumerable.Range(0, 1000).Select(n => User(site.Member, $"u{n}")).Select(u => u with { Main = u.Main! with { AllianceId = 99_000_000 + u.User.Value } })];

        var tally = StatementCounter.Begin();
        await NameAsync(service, users);

        Assert.Equal(2, tally.Statements.Count);
    }

    private ServiceDescription Service(string? format) => new($"svc{site.Next()}", "Svc", "x.y", format, "");

    private AccessSnapshot User(StateId state, string name) => new()
    {
        User = new UserId(site.Next()),
        UserName = name,
        IsActive = true,
        State = state,
        StateName = "x",
        Main = new MainCharacter(1, $"Pilot {name}", 2, "Corp", "TICK", null, null, null),
    };

    private Task<IReadOnlyList<string>> NameAsync(ServiceDescription service, params AccessSnapshot[] users) =>
        site.AskAsync(services => services.GetRequiredService<NameFormatBook>().NameAsync(service, users, CancellationToken.None));
}
