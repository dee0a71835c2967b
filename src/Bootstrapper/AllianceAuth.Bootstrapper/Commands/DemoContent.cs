using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.Services.Contracts;
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

        var refusals = await mediator.Send(new FillState("Member", ["Lanternfall Accord"], ["auth.timer_view", "auth.optimer_view", "groupmanagement.request_groups", "discord.access_discord", "mumble.access_mumble", "teamspeak3.access_teamspeak3"]), cancellationToken);
        refusals = [.. refusals, .. await mediator.Send(new FillState("Blue", ["Hollow Meridian"], ["auth.optimer_view"]), cancellationToken)];
        if (refusals.Count > 0)
        {
            var texts = scope.ServiceProvider.GetRequiredService<Texts>();
            throw new SiteStartException(string.Join(Environment.NewLine, refusals.Select(texts.Say)));
        }

        foreach (var group in Groups)
        {
            await mediator.Send(group, cancellationToken);
        }

        if (await mediator.Send(new FindUserByName(AdminName), cancellationToken) is { } admin)
        {
            foreach (var role in (string[])["Veteran", "Diplomat", "Moderator"])
            {
                await mediator.Send(new ReserveGroupName(role, "A role on Discord that people give by hand.", admin), cancellationToken);
            }
        }

        await mediator.Send(new MapTeamSpeakGroups(TeamSpeakGroups), cancellationToken);
    }

    // What the simulated TeamSpeak has from its first day.
    private static IReadOnlyList<TeamSpeakGroupMapping> TeamSpeakGroups =>
    [
        new(7, "Normal", Group: null, State: "Member"),
        new(9, "Fleet Commander", "Fleet commanders", State: null),
        new(10, "Logistics", "Logistics", State: null),
        new(11, "Scout", "Scouts", State: null),
    ];

    // One of each kind. Whoever is put into Directorate leads the others.
    private static IReadOnlyList<SetUpGroup> Groups =>
    [
        new("Directorate", "Runs the Accord. Nobody asks for this one.") { IsHidden = true, IsRestricted = true, States = ["Member"], Permissions = ["auth.group_management"] },
        new("Scouts", "Eyes on every gate between home and 9-DUNE. Bring a cloak and patience.") { IsOpen = true, LeaderGroups = ["Directorate"] },
        new("Logistics", "Fly Scimitars and Oneiros so that the others come home.\nTraining on Sundays, 19:00 EVE.") { LeaderGroups = ["Directorate"] },
        new("Capital pilots", "Dreads, carriers, force auxiliaries. You need a capital in K7-QRX and a cyno alt.") { States = ["Member"], LeaderGroups = ["Directorate"] },
        new("Fleet commanders", "You lead, people follow. Ping rights and fleet templates.") { States = ["Member"], LeaderGroups = ["Directorate"], Permissions = ["auth.optimer_management", "mumbletemps.create_new_links"] },
        new("Night Watch", "US late and AU fleets. Timers after 02:00 EVE are ours.") { IsOpen = true, Permissions = ["auth.timer_management"] },
        new("Newcomers", "First 90 days. Free frigates, patient answers, no stupid questions. https://wiki.example.test/newcomers") { IsOpen = true, IsPublic = true },
        new("Bastion allies", "Shared defence channels for blue alliances.") { IsPublic = true, States = ["Blue"], LeaderGroups = ["Directorate"] },
        new("Black ops", "Small, quiet, far from home. Only for those who were given the link.") { IsHidden = true, LeaderGroups = ["Directorate"] },
    ];
}
