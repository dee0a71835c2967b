using AllianceAuth.Authentication.Contracts;
using AllianceAuth.BrowserTests.Pages;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator.Universe;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>One pilot, two open pages at two nodes: the bell rings in both, and falls silent in both.</summary>
public sealed class BellRings(BellRings.TwoNodes site) : IClassFixture<BellRings.TwoNodes>
{
    [SkippableFact]
    public async Task The_number_on_the_bell_is_right_in_every_open_page_without_a_reload()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var here = await site.OpenAsync();
        await here.SignInAsync(pilot);
        await site.DeliverEventsAsync();
        await here.GotoAsync("/notifications/");
        await here.Locator("#mark-all-read button").ClickAsync(new LocatorClickOptions { Force = true });
        var there = await here.Context.NewPageAsync();
        await there.GotoAsync(new Uri(site.Other, "/dashboard/").AbsoluteUri);
        await Assertions.Expect(there.Locator("#count-bell")).ToBeHiddenAsync();
        List<string> loads = [];
        there.FrameNavigated += (_, frame) => loads.Add(frame.Url);

        await site.TellAsync(pilot, "Member");
        await Assertions.Expect(there.Locator("#count-bell")).ToHaveTextAsync("1");
        await Assertions.Expect(here.Locator("#count-bell")).ToHaveTextAsync("1");
        await Assertions.Expect(there.Locator("#bell-label")).ToContainTextAsync("1");
        await there.Locator("[popovertarget=bell]").ClickAsync();
        await Assertions.Expect(there.Locator("#bell")).ToContainTextAsync(site.Say("authentication.notice.state.title", "Member"));

        await here.GotoAsync("/notifications/");
        await here.Locator("#mark-all-read button").ClickAsync();
        await Assertions.Expect(there.Locator("#count-bell")).ToBeHiddenAsync();
        Assert.Empty(loads);
    }

    [SkippableFact]
    public async Task A_page_that_lost_its_connection_finds_back_and_knows_what_came_meanwhile()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var page = await site.OpenAsync();
        await page.SignInAsync(pilot);
        await site.DeliverEventsAsync();
        await page.GotoAsync("/dashboard/");
        var before = await page.Locator("#count-bell").TextContentAsync();

        await page.Context.SetOfflineAsync(true);
        await site.TellAsync(pilot, "Member");
        await Assertions.Expect(page.Locator("#count-bell")).ToHaveTextAsync(before!);
        await page.Context.SetOfflineAsync(false);

        await Assertions.Expect(page.Locator("#count-bell")).Not.ToHaveTextAsync(before!);
    }

    public sealed class TwoNodes : BrowserFixture
    {
        private WebApplication? _other;

        /// <summary>Where the second node listens.</summary>
        public Uri Other { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            if (File.Exists(Chromium))
            {
                Other = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
                _other = Build(ConnectionString, Other);
                await _other.StartAsync();
            }
        }

        public override async Task DisposeAsync()
        {
            if (_other is not null)
            {
                await _other.StopAsync();
                await _other.DisposeAsync();
            }

            await base.DisposeAsync();
        }

        public Task TellAsync(EveCharacter pilot, string state) => DoAsync(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            var owners = await mediator.Send(new FindOwners([pilot.Id]));
            await mediator.Send(new Notify(Guid.CreateVersion7(), [owners[pilot.Id]], NotificationLevel.Info, "authentication.notice.state.title", "authentication.notice.state.message", state));
        });
    }
}
