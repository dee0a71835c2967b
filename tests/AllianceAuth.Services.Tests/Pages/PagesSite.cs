using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Pages;

/// <summary>The site with the example service, members who may use it, and guests who may not.</summary>
public sealed class PagesSite : ServicesSite
{
    /// <summary>The service whose pages are looked at.</summary>
    public const string Example = "example";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await this.FurnishAsync();
        await SendAsync(new FillState("Member", [], ["example.access_example"]));
    }

    /// <summary>A pilot who signed in: a member.</summary>
    public Task<SitePilot> MemberAsync() => SignInAsync(Furnishing.OurAlliance);

    /// <summary>A pilot who signed in and may use no service.</summary>
    public Task<SitePilot> GuestAsync() => SignInAsync(Cast.CorporationOutside(Furnishing.OurAlliance).AllianceId);

    /// <summary>A member whose account is made.</summary>
    public async Task<SitePilot> ActivePilotAsync()
    {
        var pilot = await MemberAsync();
        await ActivateAsync(Example, [pilot.User], "first-password-of-theirs");
        await KeepAsync(Example);
        return pilot;
    }

    /// <summary>The superuser, signed in.</summary>
    public async Task<Visitor> WardenAsync()
    {
        var visitor = NewVisitor();
        await visitor.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        return visitor;
    }

    /// <summary>The superuser.</summary>
    public async Task<UserId> WardenIdAsync() => new(await ReadAsync<int>($"SELECT id FROM authentication.users WHERE user_name = '{Furnishing.AdminName}'"));

    /// <summary>How often a user was told something about a service.</summary>
    public async Task<long> ToldAsync(UserId user, string title, PretendService service)
    {
        await DeliverEventsAsync();
        return await ReadAsync<long>($"SELECT count(*) FROM notifications.notifications WHERE user_id = {user} AND title = '{title}' AND arguments[1] = '{service.Description.Title}'");
    }

    private async Task<SitePilot> SignInAsync(long? alliance)
    {
        var pilot = Cast.Pilot(alliance);
        var visitor = NewVisitor();
        await visitor.SignInAsync(pilot);
        var user = (await SendAsync(new FindOwners([pilot.Id])))[pilot.Id];
        await DeliverEventsAsync();
        return new SitePilot(visitor, user, pilot.Name);
    }
}

/// <summary>Somebody signed in.</summary>
public sealed record SitePilot(Visitor Visitor, UserId User, string Name)
{
    public Task<VisitedPage> OpenAsync(string address) => Visitor.OpenAsync(address);

    /// <summary>Posts as a hand-made request would, with a good token.</summary>
    public async Task<VisitedPage> ForgeAsync(string address, params IReadOnlyList<(string Name, string Value)> fields)
    {
        var page = await Visitor.OpenAsync("/account/logout/");
        var token = page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        return await Visitor.PostAsync(address, [new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))], partial: true);
    }
}

/// <summary>Tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class OnThePagesSite : ICollectionFixture<PagesSite>
{
    public const string Name = "service pages";
}
