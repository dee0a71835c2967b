using System.Text.RegularExpressions;
using AllianceAuth.Authentication.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>Forms that another site sends in a user's name. The endpoints are the site's own list, so that a new one is under this from its first day.</summary>
[Collection(OnTheSite.Name)]
public sealed partial class ForgedForms(SiteFixture site)
{
    [Fact]
    public async Task Whatever_changes_something_refuses_a_form_without_a_token()
    {
        using var admin = await NewAdminWithMainAsync();

        await MustRefuseAsync(admin, []);
    }

    [Fact]
    public async Task Whatever_changes_something_refuses_the_token_of_another_session()
    {
        using var admin = await NewAdminWithMainAsync();
        using var stranger = await site.NewMemberAsync();
        var token = HostileInput.TokenOf(await stranger.OpenAsync("/account/profile/"));

        await MustRefuseAsync(admin, [token]);
        Assert.Equal("/account/profile/", (await admin.OpenAsync("/account/profile/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Whatever_changes_something_and_is_not_public_sends_strangers_to_the_login()
    {
        using var stranger = site.NewVisitor();
        var token = HostileInput.TokenOf(await stranger.OpenAsync("/account/login/"));
        var closed = Changing().Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null).Select(Address).ToList();

        Assert.NotEmpty(closed);
        foreach (var address in closed)
        {
            var answer = await stranger.PostAsync(address, [token]);

            Assert.True(answer.Location?.StartsWith("/account/login/", StringComparison.Ordinal), $"{address}: {(int)answer.Status} {answer.Location}");
        }
    }

    [Fact]
    public async Task Nothing_changes_by_a_link()
    {
        using var visitor = await site.NewMemberAsync();
        foreach (var address in new[] { "/account/logout/", "/night/?next=/", "/account/tokens/delete/1", "/account/tokens/refresh/1", "/account/logout/everywhere/", "/theme/", "/i18n/setlang/" })
        {
            await visitor.GetAsync(address);
        }

        var page = await visitor.OpenAsync("/account/tokens/manage/");
        Assert.Equal("/account/tokens/manage/", page.Address.AbsolutePath);
        Assert.NotNull(page.Document.QuerySelector("form[action^='/account/tokens/refresh/']"));
    }

    /// <summary>Somebody who may do everything everywhere, so that the missing token alone is what stands in the way.</summary>
    private async Task<Visitor> NewAdminWithMainAsync()
    {
        var (name, password) = ($"keeper{Guid.CreateVersion7():N}", "a-lamp-for-late-hours-71");
        Assert.Empty(await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateSuperuser(name, $"{name}@example.test", password))));
        var visitor = site.NewVisitor();
        await visitor.SignInAsync(name, password);
        var choice = await visitor.OpenAsync("/account/characters/main/");
        await (await choice.SubmitAsync("form[action='/account/characters/main/sso/']")).PickAsync(site.Cast.Pilot());
        return visitor;
    }

    private async Task MustRefuseAsync(Visitor visitor, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var addresses = Changing().Select(Address).ToList();
        Assert.True(addresses.Count > 10, "Too few addresses found: this would pass on nothing.");
        var let = new List<string>();
        foreach (var address in addresses)
        {
            var answer = await visitor.PostAsync(address, fields);
            if (answer.Status != HttpStatusCode.BadRequest)
            {
                let.Add($"{address}: {(int)answer.Status}");
            }
        }

        Assert.Empty(let);
    }

    private IEnumerable<RouteEndpoint> Changing() => ((IEndpointRouteBuilder)site.App).DataSources
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(HttpMethods.IsPost) == true);

    private static string Address(RouteEndpoint endpoint) => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), "1");

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
