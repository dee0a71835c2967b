using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Domain;

/// <summary>How a pilot stands with a service.</summary>
public enum ServiceStanding
{
    /// <summary>May have an account and has none.</summary>
    NotActivated,

    /// <summary>Asked for, not made yet.</summary>
    SettingUp,

    /// <summary>There, and as it should be.</summary>
    Active,

    /// <summary>There, and a change is on its way.</summary>
    Changing,

    /// <summary>There, and the pilot has something left to do.</summary>
    WaitsForPilot,

    /// <summary>Ends because the pilot wants it.</summary>
    Leaving,

    /// <summary>Ends because the pilot may not use it any more.</summary>
    Lost,

    /// <summary>Gone over there by somebody's hand, so it ends here too.</summary>
    Gone,

    /// <summary>The last try failed; it is tried again.</summary>
    Failing,
}

/// <summary>Decides what a pilot's card says, and which services have one. No I/O.</summary>
internal static class PilotStandings
{
    /// <summary>Whoever may use a service sees it, superusers see all of them; and whoever still has an account sees what becomes of it. SVC-035, C-1, C-2.</summary>
    public static bool IsVisible(ServiceDescription service, AccessSnapshot user, Account? account) => account is not null || user.Has(service.AccessPermission);

    public static ServiceStanding Of(ServiceDescription service, AccessSnapshot user, Account? account) => account switch
    {
        null => ServiceStanding.NotActivated,
        { Stage: AccountStage.Leaving } => ServiceStanding.Leaving,
        { Stage: AccountStage.Gone } => ServiceStanding.Gone,
        _ when !AccountPlanner.MayHave(user, service) => ServiceStanding.Lost,
        { IsDue: true, Trouble: not null } => ServiceStanding.Failing,
        { Groups: null } => ServiceStanding.SettingUp,
        { Stage: AccountStage.WaitsForPilot } => ServiceStanding.WaitsForPilot,
        { Secret: not null } or { IsDue: true, Plan: not AccountPlan.None } => ServiceStanding.Changing,
        _ => ServiceStanding.Active,
    };

    /// <summary>Whether the pilot should look at it: it waits for them, or it fails.</summary>
    public static bool NeedsPilot(ServiceStanding standing) => standing is ServiceStanding.WaitsForPilot or ServiceStanding.Failing;
}
