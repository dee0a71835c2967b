using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Shared.Web.Localization;
using MediatR;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary>What the demo finds at its first start: states for the simulated alliances and an administrator.</summary>
internal static class DemoContent
{
    public const string AdminName = "admin";

    public const string AdminPassword = "lantern-demo-2026";

    /// <summary>Fills a new site. Later starts find the administrator's name taken and leave everything as people changed it.</summary>
    public static async Task AddAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        if ((await mediator.Send(new CreateSuperuser(AdminName, "admin@example.test", AdminPassword), cancellationToken)).Count > 0)
        {
            return;
        }

        var refusals = await mediator.Send(new FillState("Member", ["Lanternfall Accord"], ["auth.timer_view", "auth.optimer_view"]), cancellationToken);
        refusals = [.. refusals, .. await mediator.Send(new FillState("Blue", ["Hollow Meridian"], ["auth.optimer_view"]), cancellationToken)];
        if (refusals.Count > 0)
        {
            var texts = scope.ServiceProvider.GetRequiredService<Texts>();
            throw new SiteStartException(string.Join(Environment.NewLine, refusals.Select(texts.Say)));
        }
    }
}
