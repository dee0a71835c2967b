using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Bootstrapper.Tests;

[Collection(OnTheSite.Name)]
public sealed class AdminSections(SiteFixture site)
{
    [Fact]
    public void Every_app_of_the_administration_stands_under_words()
    {
        var named = site.Services.GetServices<AdminSection>().Select(s => s.App).ToHashSet(StringComparer.Ordinal);
        var apps = site.Services.GetServices<IAdminModel>().Select(m => m.About.App).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(apps);
        Assert.DoesNotContain(apps, app => !named.Contains(app));
    }
}
