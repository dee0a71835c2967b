using System.Net;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Guests;
using AllianceAuth.Services.Tests.Pages;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Guests;

/// <summary>A site that has no Mumble.</summary>
[Collection(OnThePagesSite.Name)]
public sealed class GuestsWithoutMumbleTests(PagesSite site)
{
    [Fact]
    public async Task There_are_no_pages_and_no_way_in_the_menu_for_links_of_guests()
    {
        var pilot = await site.MemberAsync();
        await site.GrantAsync(MumblePermissions.CreateLinks, pilot.User);
        await site.PublishAsync(new Authentication.Contracts.PermissionsChanged(Guid.CreateVersion7(), site.Now, pilot.User, null, null));

        Assert.Equal(HttpStatusCode.NotFound, (await pilot.OpenAsync(GuestLinksEndpoint.Path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pilot.ForgeAsync($"{GuestLinksEndpoint.Path}create/", ("hours", "3"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pilot.OpenAsync(JoinAsGuestEndpoint.PathOf("anything"))).Status);
        Assert.Empty((await pilot.OpenAsync("/services/")).Document.QuerySelectorAll($"a[href='{GuestLinksEndpoint.Path}']"));
    }
}
