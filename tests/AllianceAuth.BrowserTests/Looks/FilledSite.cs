using AllianceAuth.Authentication.Contracts;
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
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Site:Name", "Lanternfall Auth"), new("Site:Tagline", "Keep the lantern lit."), new("Site:AllianceId", $"{Furnishing.OurAlliance}")];

    /// <summary>Opens one of the pages as whoever it is for.</summary>
    internal async Task<IPage> OpenAsync(Sight sight, int width, bool dark)
    {
        var page = await OpenAsync(script: true, width, dark, _visitors.GetValueOrDefault(sight.Who));
        await page.GotoAsync(_numbers.Aggregate(sight.Address, (address, number) => address.Replace($"{{{number.Key}}}", number.Value, StringComparison.Ordinal)));
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
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
        }
    }

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
        new("search", "/search/?q=a", Who.Admin),
        new("logout", "/account/logout/", Who.Member),
        new("admin", "/admin/", Who.Admin),
        new("states", "/admin/authentication/state/", Who.Admin),
        new("state-add", "/admin/authentication/state/add/", Who.Admin),
        new("state-edit", "/admin/authentication/state/{state}/change/", Who.Admin),
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
    ];
}
