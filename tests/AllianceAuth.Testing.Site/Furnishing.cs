using AllianceAuth.Authentication.Contracts;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Testing.Site;

/// <summary>What an alliance has set up before its pilots come: an administrator, and a state for its own.</summary>
public static class Furnishing
{
    /// <summary>EVE id of the simulated alliance whose pilots are members here.</summary>
    public const long OurAlliance = 99000001;

    /// <summary>Login name of the superuser.</summary>
    public const string AdminName = "warden";

    /// <summary>Password of the superuser.</summary>
    public const string AdminPassword = "quiet-harbour-5512";

    /// <summary>What members may do and guests may not.</summary>
    public const string MembersPermission = "auth.timer_view";

    /// <summary>Sets all that up.</summary>
    public static async Task FurnishAsync(this AppFixture site)
    {
        ArgumentNullException.ThrowIfNull(site);
        var alliance = site.Eve.Universe.Alliances[OurAlliance].Name;
        await site.DoAsync(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            var refusals = await mediator.Send(new CreateSuperuser(AdminName, "warden@example.test", AdminPassword));
            refusals = [.. refusals, .. await mediator.Send(new FillState("Member", [alliance], [MembersPermission]))];
            if (refusals.Count > 0)
            {
                throw new InvalidOperationException(string.Join(", ", refusals));
            }
        });
    }
}
