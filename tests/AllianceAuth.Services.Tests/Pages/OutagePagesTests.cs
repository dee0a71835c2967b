using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Pages;

/// <summary>A service that is down, as people hear of it.</summary>
[Collection(OnThePagesSite.Name)]
public sealed class OutagePagesTests(PagesSite site)
{
    private const string Health = "/services/health/";
    private const string Told = "services.notice.down.title";

    [Fact]
    public async Task A_revoked_key_is_told_once_and_stands_above_the_list_with_its_reason_until_it_works_again()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Misconfigured("services.trouble.denied");
        await site.PilotsAsync(service, 2);
        await AgainAsync(service);
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync(Health);

        Assert.Equal(1, await site.ToldAsync(await site.WardenIdAsync(), Told, service));
        Assert.Contains(site.Say("services.down.title", service.Description.Title), page.Text($"#down-{service.Name}"), StringComparison.Ordinal);
        Assert.Contains(site.Say("services.trouble.denied"), page.Text($"#down-{service.Name}"), StringComparison.Ordinal);
        service.Trouble = _ => null;
        await AgainAsync(service);
        Assert.Null((await warden.OpenAsync(Health)).Document.QuerySelector($"#down-{service.Name}"));
    }

    [Fact]
    public async Task A_service_that_is_down_counts_in_the_menu_until_it_answers()
    {
        using var warden = await site.WardenAsync();
        var before = await CountAsync(warden);
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Misconfigured("services.trouble.denied");
        await site.PilotAsync(service);

        var during = await CountAsync(warden);
        service.Trouble = _ => null;
        await AgainAsync(service);

        Assert.Equal((before + 1, before), (during, await CountAsync(warden)));
    }

    [Fact]
    public async Task A_pilot_reads_above_the_cards_that_a_service_is_down()
    {
        var service = site.NewService();
        var pilot = await site.MemberAsync();
        await site.GrantAsync(service.Permission, pilot.User);
        await site.PublishAsync(new Authentication.Contracts.PermissionsChanged(Guid.CreateVersion7(), site.Now, pilot.User, null, null));
        await site.DbAsync(db => db.EnsureStatesAsync([service.Name], CancellationToken.None).ContinueWith(_ => 0, TaskScheduler.Default));
        await site.RunAsync($"UPDATE services.states SET down_since = now() WHERE name = '{service.Name}'");

        var page = await pilot.OpenAsync("/services/");

        Assert.Contains(site.Say("services.down.title", service.Description.Title), page.Text($"#services > #down-{service.Name}"), StringComparison.Ordinal);
    }

    private async Task AgainAsync(PretendService service)
    {
        site.Advance(TimeSpan.FromMinutes(16));
        await site.KeepAsync(service.Name);
    }

    private static async Task<int> CountAsync(Visitor warden) =>
        int.TryParse((await warden.OpenAsync(Health)).Find("#count-services-health").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(), out var count) ? count : 0;
}
