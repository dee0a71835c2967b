using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
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
        var (visitor, user) = await site.NewUserAsync();
        var here = await site.OpenAsync(visitor: visitor);
        await here.GotoAsync("/notifications/");
        var there = await here.Context.NewPageAsync();
        await there.GotoAsync(new Uri(site.Other, "/dashboard/").AbsoluteUri);
        await Assertions.Expect(there.Locator("#count-bell")).ToBeHiddenAsync();
        await there.EvaluateAsync("() => { window.loadedOnce = true; }");

        await site.TellAsync(user, "Member");
        await Assertions.Expect(there.Locator("#count-bell")).ToHaveTextAsync("1");
        await Assertions.Expect(here.Locator("#count-bell")).ToHaveTextAsync("1");
        await Assertions.Expect(there.Locator("#bell-label")).ToContainTextAsync("1");
        await there.Locator("[popovertarget=bell]").ClickAsync();
        await Assertions.Expect(there.Locator("#bell")).ToContainTextAsync(site.Say("authentication.notice.state.title", "Member"));

        await here.GotoAsync("/notifications/");
        await here.Locator("#mark-all-read button").ClickAsync();
        await Assertions.Expect(there.Locator("#count-bell")).ToBeHiddenAsync();
        Assert.True(await there.EvaluateAsync<bool>("() => window.loadedOnce === true"), "The page was loaded again.");
    }

    [SkippableFact]
    public async Task A_page_that_lost_its_connection_finds_back_and_knows_what_came_meanwhile()
    {
        var (visitor, user) = await site.NewUserAsync();
        var page = await site.OpenAsync(visitor: visitor);
        await page.GotoAsync("/notifications/");
        await site.TellAsync(user, "Guest");
        await Assertions.Expect(page.Locator("#count-bell")).ToHaveTextAsync("1");

        await page.Context.SetOfflineAsync(true);
        await site.TellAsync(user, "Member");
        await Assertions.Expect(page.Locator("#count-bell")).ToHaveTextAsync("1");
        await page.Context.SetOfflineAsync(false);

        await Assertions.Expect(page.Locator("#count-bell")).ToHaveTextAsync("2");
    }

    public sealed class TwoNodes : BrowserFixture
    {
        private WebApplication? _other;
        private int _next;

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

        /// <summary>Somebody signed in whom no event concerns.</summary>
        public async Task<(Visitor Visitor, UserId User)> NewUserAsync()
        {
            Skip.IfNot(File.Exists(Chromium), $"{Chromium} is not installed.");
            var name = $"listener{++_next}";
            await AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateSuperuser(name, "", Furnishing.AdminPassword)));
            var visitor = NewVisitor();
            await visitor.SignInAsync(name, Furnishing.AdminPassword);
            var users = await AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindUsersWithPermission("any.thing")));
            var infos = await AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindUsers(users)));
            return (visitor, infos.Single(u => u.UserName == name).User);
        }

        public Task TellAsync(UserId user, string state) => DoAsync(services => services.GetRequiredService<IMediator>().Send(
            new Notify(Guid.CreateVersion7(), [user], NotificationLevel.Info, "authentication.notice.state.title", "authentication.notice.state.message", state)));
    }
}
