using AllianceAuth.Authentication.Features.ShowDashboard;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Testing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class PanelGuardTests
{
    [Fact, Rule("AUTH-091"), Rule("SVC-051")]
    public async Task A_part_that_fails_is_left_out_and_the_others_stay()
    {
        var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);

        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TwoParts>()).ToHtmlString());

        Assert.Equal("<p>good for Maren_Ostvik</p>", html.Trim());
    }

    [Fact, Rule("AUTH-091"), Rule("SVC-052")]
    public void The_parts_of_this_module_have_the_orders_of_Alliance_Auth()
    {
        var services = new ServiceCollection();
        new AuthenticationModule().AddServices(services, new ConfigurationBuilder().Build());
        var panels = services.Where(s => s.ServiceType == typeof(DashboardPanel)).Select(s => (DashboardPanel)s.ImplementationInstance!).ToList();

        Assert.Equal(5, panels.Single(p => p.Component == typeof(CharactersPanel)).Order);
        Assert.Equal(5, panels.Single(p => p.Component == typeof(GroupsPanel)).Order);
    }

    private sealed class TwoParts : ComponentBase
    {
        private static readonly AccessSnapshot Pilot = new() { User = new UserId(1), UserName = "Maren_Ostvik", IsActive = true, State = new StateId(1), StateName = "Member" };

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Add(builder, typeof(Broken));
            Add(builder, typeof(Good));
        }

        private static void Add(RenderTreeBuilder builder, Type part)
        {
            builder.OpenRegion(0);
            builder.OpenComponent<PanelGuard>(0);
            builder.AddAttribute(1, nameof(PanelGuard.Panel), part);
            builder.AddAttribute(2, nameof(PanelGuard.User), Pilot);
            builder.CloseComponent();
            builder.CloseRegion();
        }
    }

    private sealed class Broken : ComponentBase, IDashboardPanel
    {
        [Parameter]
        public AccessSnapshot User { get; set; } = null!;

        protected override async Task OnInitializedAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("This part fails.");
        }
    }

    private sealed class Good : ComponentBase, IDashboardPanel
    {
        [Parameter]
        public AccessSnapshot User { get; set; } = null!;

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, $"<p>good for {User.UserName}</p>");
    }
}
