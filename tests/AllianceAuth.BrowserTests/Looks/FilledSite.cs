using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.Simulator.Example;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests.Looks;

/// <summary>A site that has been in use for a while: states, users, notifications, somebody without a main, somebody in the middle of a registration.</summary>
public sealed class FilledSite : BrowserFixture
{
    private const int Crowd = 24;
    private readonly Dictionary<Who, Visitor> _visitors = [];
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);

    /// <inheritdoc />
    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Site:Name", "Lanternfall Auth"), new("Site:Tagline", "Keep the lantern lit."), new("Site:AllianceId", $"{Furnishing.OurAlliance}"),
        new("Services:Example:BaseUrl", $"{Eve.Address}/example"), new("Services:Example:Key", SimulatedExample.Key),
    ];

    /// <summary>Opens one of the pages as whoever it is for.</summary>
    internal async Task<IPage> OpenAsync(Sight sight, int width, bool dark)
    {
        var page = await OpenAsync(script: true, width, dark, _visitors.GetValueOrDefault(sight.Who));
        await page.GotoAsync(_numbers.Aggregate(sight.Address, (address, number) => address.Replace($"{{{number.Key}}}", number.Value, StringComparison.Ordinal)));
        await page.WaitForLoadStateAsync(LoadState.Load);
        return page;
    }

    /// <inheritdoc />
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (!File.Exists(Chromium))
        {
            return;
        }

        await DoAsync(services => services.GetRequiredService<IMediator>().Send(new FillState("Blue", [Eve.Universe.Alliances[Furnishing.OurAlliance + 1].Name], [])));
        await DoAsync(services => services.GetRequiredService<IMediator>().Send(new FillState("Member", [], ["example.access_example"])));
        await RunJobAsync("eveonline.watch-server");
        await WelcomeTheCrowdAsync();
        var member = NewVisitor();
        var maren = Eve.Universe.Character("Maren Ostvik");
        await member.SignInAsync(maren);
        foreach (var alt in Eve.Universe.CharactersOf(maren.AccountId).Where(c => c.Id != maren.Id))
        {
            await member.AddCharacterAsync(alt);
        }

        var bereft = NewVisitor();
        var lost = Cast.Pilot(Furnishing.OurAlliance);
        await bereft.SignInAsync(lost);
        Eve.Control.SellPilot(lost.Id);
        Time.Advance(TimeSpan.FromHours(5));
        await RunJobAsync("eveonline.check-tokens");
        var newcomer = NewVisitor();
        await (await newcomer.OpenAsync("/sso/login")).PickAsync(Cast.Pilot());
        (_visitors[Who.Member], _visitors[Who.WithoutMain], _visitors[Who.Newcomer], _visitors[Who.Admin]) = (member, bereft, newcomer, await NewAdminAsync());
        await SetUpGroupsAsync(member);
        await SetUpServicesAsync(member);
        await DeliverEventsAsync();
        await RememberNumbersAsync(maren.Id);
    }

    /// <inheritdoc />
    public override async Task DisposeAsync()
    {
        foreach (var visitor in _visitors.Values)
        {
            visitor.Dispose();
        }

        await base.DisposeAsync();
    }

    private async Task WelcomeTheCrowdAsync()
    {
        for (var i = 0; i < Crowd; i++)
        {
            using var visitor = NewVisitor();
            await visitor.SignInAsync(Cast.Pilot(i % 3 == 2 ? null : Furnishing.OurAlliance + (i % 3)));
            if (i % 3 == 0)
            {
                await ActivateAsync(visitor);
            }
        }
    }

    /// <summary>One that lets in at once, one that its leaders decide about, with a request that waits, and one that asks for something.</summary>
    private async Task SetUpGroupsAsync(Visitor member)
    {
        await DoAsync(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            await mediator.Send(new SetUpGroup("Newcomers", "First 90 days. See https://wiki.example.test/newcomers") { IsOpen = true, IsPublic = true });
            var asked = await mediator.Send(new SetUpGroup("Logistics", "So that the others come home.\nSundays, 19:00 EVE.") { IsPublic = true });
            _numbers["group"] = $"{asked.Value}";
        });
        await DeliverEventsAsync();
        var groups = await member.OpenAsync("/groups/");
        await groups.SubmitAsync($"#group-{_numbers["group"]} form");
        await ReadAsync<int>(
            $$"""
            INSERT INTO groupmanagement.smart_groups (id, mode, grace_days, filters, revision)
            VALUES ({{_numbers["group"]}}, 'Gate', 3, '{"$type":"branch","join":0,"isNegated":false,"parts":[{"$type":"filter","kind":"authentication.filter.characters","parameters":{"least":["99"]},"isNegated":false}]}', 0)
            RETURNING id
            """);
    }

    /// <summary>Accounts as they should be, and one each that fails, that somebody changed over there, and that the brake holds.</summary>
    private async Task SetUpServicesAsync(Visitor member)
    {
        await ActivateAsync(member);
        await Eventually.TrueAsync(async () => await ReadAsync<long>("SELECT count(*) FROM services.accounts WHERE mark > done") == 0, "the accounts to be made");
        await ReadAsync<int>(
            """
            UPDATE services.accounts a SET
                mark = CASE WHEN n < 5 THEN mark + 1 ELSE mark END, looked = CASE WHEN n < 5 THEN mark + 1 ELSE looked END,
                plan = CASE WHEN n < 3 THEN 4 WHEN n < 5 THEN 2 ELSE 0 END,
                due_since = CASE WHEN n < 5 THEN now() END, next_try = CASE WHEN n < 5 THEN now() + interval '1 day' END,
                cause = CASE WHEN n < 3 THEN 'services.cause.permission' ELSE 'services.cause.groups' END,
                trouble = CASE WHEN n IN (3, 4) THEN 'services.trouble.nametaken' END, trouble_arguments = CASE WHEN n IN (3, 4) THEN ARRAY['Kestrel Amadi'] ELSE '{}' END,
                drift = CASE WHEN n = 5 THEN ARRAY['+Directors', '-Member'] ELSE '{}' END
            FROM (SELECT user_id, row_number() OVER (ORDER BY user_id) AS n FROM services.accounts) o
            WHERE o.user_id = a.user_id;
            INSERT INTO services.states (name) VALUES ('example') ON CONFLICT DO NOTHING;
            UPDATE services.states SET held_since = now(), held_count = 2, held_allowed = 1, swept_at = now(), dry_run_at = now(), running = 'services.running.sweep', running_since = now(), running_done = 6, running_total = 9;
            INSERT INTO services.dry_run_items (service, user_id, plan, cause, login_name, display_name, groups)
            SELECT service, user_id, plan, cause, login_name, display_name || ' II', CASE WHEN plan = 4 THEN '{}' ELSE ARRAY['Member', 'Logistics'] END FROM services.accounts WHERE plan > 0;
            INSERT INTO services.connection_tests (service, asked_at, asked_by, finished_at, found)
            VALUES ('example', now(), 'warden', now(), '[{"IsFine":true,"Finding":"services.test.answers","Arguments":["https://example.test"],"WhatToDo":null},{"IsFine":false,"Finding":"services.trouble.denied","Arguments":[],"WhatToDo":"services.test.checkkey"}]');
            """);
    }

    private static async Task ActivateAsync(Visitor pilot) => await (await pilot.OpenAsync("/example/activate/")).SubmitAsync("#confirm");

    private async Task RememberNumbersAsync(long main)
    {
        _numbers["state"] = $"{await ReadAsync<int>("SELECT id FROM authentication.states WHERE name = 'Member'")}";
        _numbers["user"] = $"{await ReadAsync<int>($"SELECT id FROM authentication.users WHERE main_character_id = {main}")}";
        _numbers["notification"] = $"{await ReadAsync<long>($"SELECT min(id) FROM notifications.notifications WHERE user_id = {_numbers["user"]}")}";
    }
}

/// <summary>Tests that only look, at one and the same site.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheFilledSite : ICollectionFixture<FilledSite>
{
    public const string Name = "On the filled site";
}

/// <summary>For whom a page is.</summary>
public enum Who
{
    Stranger,
    Newcomer,
    Member,
    WithoutMain,
    Admin,
}

/// <summary>A page to look at.</summary>
/// <param name="Name">Of the picture.</param>
/// <param name="Address">Numbers in braces are filled in.</param>
/// <param name="Who">As whom.</param>
internal sealed record Sight(string Name, string Address, Who Who)
{
    public static IReadOnlyList<Sight> All { get; } =
    [
        new("login", "/account/login/", Who.Stranger),
        new("login-back", "/account/login/?next=/account/profile/", Who.Stranger),
        new("password-login", "/admin/login/", Who.Stranger),
        new("password-reset", "/account/password_reset/", Who.Stranger),
        new("register", "/account/register/", Who.Newcomer),
        new("register-sent", "/account/register/complete/", Who.Stranger),
        new("sso-problem", "/sso/callback/?state=unknown&code=unknown", Who.Stranger),
        new("dashboard", "/dashboard/", Who.Member),
        new("dashboard-no-main", "/dashboard/", Who.WithoutMain),
        new("dashboard-admin", "/dashboard/", Who.Admin),
        new("change-main", "/account/characters/main/", Who.Member),
        new("change-main-empty", "/account/characters/main/", Who.WithoutMain),
        new("profile", "/account/profile/", Who.Member),
        new("tokens", "/account/tokens/manage/", Who.Member),
        new("tokens-empty", "/account/tokens/manage/", Who.WithoutMain),
        new("notifications", "/notifications/", Who.Member),
        new("notifications-empty", "/notifications/?show=read", Who.Admin),
        new("notification", "/notifications/{notification}/", Who.Member),
        new("mail-settings", "/notifications/mail/", Who.Member),
        new("search", "/search/?q=a", Who.Admin),
        new("logout", "/account/logout/", Who.Member),
        new("admin", "/admin/", Who.Admin),
        new("states", "/admin/authentication/state/", Who.Admin),
        new("state-add", "/admin/authentication/state/add/", Who.Admin),
        new("state-edit", "/admin/authentication/state/{state}/change/", Who.Admin),
        new("state-delete", "/admin/authentication/state/{state}/delete/", Who.Admin),
        new("users", "/admin/authentication/user/", Who.Admin),
        new("users-none", "/admin/authentication/user/?q=nobody-is-called-so", Who.Admin),
        new("user-edit", "/admin/authentication/user/{user}/change/", Who.Admin),
        new("esi-budget", "/admin/eveonline/esi/", Who.Admin),
        new("error-403", "/admin/eveonline/esi/", Who.Member),
        new("error-404", "/nothing/here/", Who.Member),
        new("error-404-stranger", "/nothing/here/", Who.Stranger),
        new("error-500", "/ui-kit/fault", Who.Member),
        new("error-503", "/ui-kit/error/503", Who.Stranger),
        new("ui-kit", "/ui-kit", Who.Member),
        new("groups", "/groups/", Who.Member),
        new("group-link", "/group/request/join/{group}/", Who.WithoutMain),
        new("group-smart", "/group/smart/{group}/", Who.Member),
        new("group-requests", "/groupmanagement/requests/", Who.Admin),
        new("memberships", "/groupmanagement/membership/", Who.Admin),
        new("members", "/groupmanagement/membership/{group}/", Who.Admin),
        new("group-log", "/groupmanagement/membership/{group}/audit-log/", Who.Admin),
        new("admin-groups", "/admin/groupmanagement/group/", Who.Admin),
        new("group-edit", "/admin/groupmanagement/group/{group}/change/", Who.Admin),
        new("reserved-names", "/admin/groupmanagement/reservedgroupname/add/", Who.Admin),
        new("smart-groups", "/admin/groupmanagement/smartgroup/", Who.Admin),
        new("smart-group-edit", "/admin/groupmanagement/smartgroup/{group}/change/", Who.Admin),
        new("autogroup-add", "/admin/eve_autogroups/autogroupsconfig/add/", Who.Admin),
        new("explain-own", "/permissions/explain/", Who.Member),
        new("explain-permission", "/permissions/explain/groupmanagement/request_groups/", Who.Member),
        new("explain-user", "/permissions/explain/user/{user}/", Who.Admin),
        new("explain-ask", "/permissions/explain/ask/", Who.Admin),
        new("permissions", "/permissions/overview/?all=yes", Who.Admin),
        new("permission", "/permissions/audit/auth/user/group_management/", Who.Admin),
        new("user-history", "/admin/authentication/user/{user}/history/", Who.Admin),
        new("whole-history", "/admin/admin/logentry/", Who.Admin),
        new("user-delete", "/admin/authentication/user/{user}/delete/", Who.Admin),
        new("characters", "/admin/eveonline/evecharacter/", Who.Admin),
        new("character-add", "/admin/eveonline/evecharacter/add/", Who.Admin),
        new("admin-tokens", "/admin/esi/token/", Who.Admin),
        new("jobs", "/admin/jobs/", Who.Admin),
        new("outbox", "/admin/outbox/", Who.Admin),
        new("settings", "/admin/settings/", Who.Admin),
        new("menu", "/admin/menu/menuitem/", Who.Admin),
        new("menu-add", "/admin/menu/menuitem/add/", Who.Admin),
        new("analytics-add", "/admin/analytics/analyticstokens/add/", Who.Admin),
        new("admin-notifications", "/admin/notifications/notification/", Who.Admin),
        new("services", "/services/", Who.Member),
        new("services-password", "/example/set_password/", Who.Member),
        new("services-confirm", "/example/deactivate/", Who.Member),
        new("service-health", "/services/health/?dry=example", Who.Admin),
        new("service-accounts", "/services/health/example/", Who.Admin),
        new("service-pilot", "/services/health/pilot/{user}/", Who.Admin),
    ];
}
