using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Simulator.Example;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>A pilot activates a service, sees it become theirs without touching the page, and ends it again.</summary>
public sealed class PilotUsesService(PilotUsesService.WithExample site) : IClassFixture<PilotUsesService.WithExample>
{
    [SkippableFact]
    public async Task Activating_shows_the_password_and_the_card_turns_active_by_itself()
    {
        var page = await site.OpenAsync(visitor: await site.MemberAsync());
        await page.GotoAsync("/services/");
        await page.EvaluateAsync("() => { window.loadedOnce = true; }");
        var card = page.Locator("#service-example");

        await card.GetByRole(AriaRole.Button, new() { Name = site.Say("services.card.activate") }).ClickAsync();
        var password = await page.Locator("#credentials-example .secret output").First.TextContentAsync();
        await Assertions.Expect(card).ToContainTextAsync(site.Say("services.standing.active"));

        var login = await card.Locator(".secret output").First.TextContentAsync();
        Assert.True(site.Eve.Example.LetsIn(login!, password!), $"{login} cannot sign in.");
        await Assertions.Expect(page.Locator("#credentials-example")).ToContainTextAsync(login!);
        await Assertions.Expect(page.Locator("#credentials-example .secret output").First).ToHaveTextAsync(password!);
        await card.Locator($"[popovertarget='end-example']").First.ClickAsync();
        await card.Locator("#end-example form button").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync(site.Say("services.standing.none"));
        Assert.False(site.Eve.Example.LetsIn(login!, password!));
        await Assertions.Expect(page.Locator("#credentials-example")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".toast-note.bad")).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<bool>("() => window.loadedOnce === true"), "The page was loaded again.");
    }

    [SkippableFact]
    public async Task Without_script_every_step_works_too()
    {
        var page = await site.OpenAsync(script: false, visitor: await site.MemberAsync());
        await page.GotoAsync("/services/");
        await page.Locator("#service-example form button").First.ClickAsync();
        var password = await page.Locator("#credentials-example .secret output").First.TextContentAsync();
        Assert.Equal(16, password!.Length);
        await page.GetByRole(AriaRole.Link, new() { Name = site.Say("services.credentials.continue") }).ClickAsync();

        await page.GotoAsync("/example/deactivate/");
        await page.Locator("#confirm button").ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(site.Say("services.list.title"));
    }

    public sealed class WithExample : BrowserFixture
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
            [new("Services:Example:BaseUrl", $"{Eve.Address}/example"), new("Services:Example:Key", SimulatedExample.Key)];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            if (File.Exists(Chromium))
            {
                await DoAsync(services => services.GetRequiredService<IMediator>().Send(new FillState("Member", [], ["example.access_example"])));
            }
        }

        public async Task<Visitor> MemberAsync()
        {
            Skip.IfNot(File.Exists(Chromium), $"{Chromium} is not installed.");
            var visitor = NewVisitor();
            await visitor.SignInAsync(Cast.Pilot(Furnishing.OurAlliance));
            return visitor;
        }
    }
}
