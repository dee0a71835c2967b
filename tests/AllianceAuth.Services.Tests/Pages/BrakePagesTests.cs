using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Pages;

[Collection(OnThePagesSite.Name)]
public sealed class BrakePagesTests(PagesSite site)
{
    private const string Health = "/services/health/";

    [Fact]
    public async Task The_brake_is_released_for_those_that_were_seen_only()
    {
        var (service, users) = await HeldAsync(30);
        using var warden = await site.WardenAsync();
        var page = await warden.OpenAsync(Health);
        Assert.Contains("30", page.Text($"#brake-{service.Name}"), StringComparison.Ordinal);
        var late = await site.PilotsAsync(service, 30);
        await site.TakeAsync(service, late);

        await ReleaseAsync(page, service);

        Assert.DoesNotContain(users, service.Accounts.ContainsKey);
        Assert.All(late, u => Assert.True(service.Accounts.ContainsKey(u)));
        Assert.Equal(30, (await site.ServiceStateAsync(service.Name)).HeldCount);
    }

    [Fact]
    public async Task What_was_due_for_less_when_it_was_seen_does_not_go_with_the_rest()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 60);
        List<UserId> renamed = [.. users.Take(30)];
        service.Trouble = c => renamed.Contains(c.User) && c.Kind == "apply" ? ServiceException.Refused("services.trouble.nametaken", "x") : null;
        await site.SetAsync(renamed, "main_name = 'Another ' || id");
        await site.MarkAsync(service.Name, [.. renamed]);
        await site.KeepAsync(service.Name);
        await site.TakeAsync(service, users.Skip(30));
        using var warden = await site.WardenAsync();
        var page = await warden.OpenAsync(Health);
        await site.TakeAsync(service, renamed);

        await ReleaseAsync(page, service);

        Assert.Equal(renamed.OrderBy(u => u.Value), service.Accounts.Keys.OrderBy(u => u.Value));
    }

    [Fact]
    public async Task What_went_already_is_said_beside_what_would_go()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 60);
        await site.TakeAsync(service, users.Take(15));
        await site.TakeAsync(service, users.Skip(15).Take(16));
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync(Health);

        Assert.Contains(site.Say("services.brake.titleafter.other", "16", service.Description.Title, "25", "15"), page.Text($"#brake-{service.Name}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_brake_holds_is_counted_in_the_menu_and_can_be_looked_at()
    {
        var (service, users) = await HeldAsync(27);
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync($"{Health}{service.Name}/?show=held&size=50");

        Assert.Equal(users.Count, page.Document.QuerySelectorAll("#accounts tbody tr").Length);
        Assert.NotNull(page.Document.QuerySelector($"nav a[href='{Health}'] .counter"));
        Assert.Contains(site.Say("services.cause.permission"), page.Text($"#account-{users[0]}"), StringComparison.Ordinal);
    }

    /// <summary>A service whose brake holds removals.</summary>
    private async Task<(PretendService Service, IReadOnlyList<UserId> Users)> HeldAsync(int count)
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, count);
        await site.RevokeAsync(service.Permission, users);
        await site.SweepAsync(service.Name);
        Assert.Equal(count, (await site.ServiceStateAsync(service.Name)).HeldCount);
        return (service, users);
    }

    private async Task ReleaseAsync(VisitedPage page, PretendService service)
    {
        await page.SubmitAsync($"form[action='{Health}{service.Name}/release/']");
        await site.KeepAsync(service.Name);
    }
}
