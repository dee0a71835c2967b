using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Domain;

/// <summary>
/// A pilot's account on a service: what was applied last, what it should be by the last look, and whether something is due. A change of whatever decides
/// about it raises <see cref="Mark"/>; it is due until <see cref="Done"/> has come up to that, so a mark made while the engine works is never lost.
/// </summary>
internal sealed class Account
{
    public string Service { get; set; } = "";

    public UserId UserId { get; set; }

    public AccountStage Stage { get; set; }

    /// <summary>What the service calls it.</summary>
    public string? RemoteId { get; set; }

    /// <summary>Applied last, as are the next two; null groups while it was never applied.</summary>
    public string LoginName { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string[]? Groups { get; set; }

    /// <summary>Of the applied groups, those that could not be given: applied as far as we can, and not expected over there.</summary>
    public string[] Missing { get; set; } = [];

    /// <summary>The connector's own notes.</summary>
    public string? Data { get; set; }

    /// <summary>Sealed: what the pilot brought, until it was applied.</summary>
    public string? Secret { get; set; }

    /// <summary>What it should be by the last look, as are the next two.</summary>
    public string WantedLogin { get; set; } = "";

    public string WantedDisplay { get; set; } = "";

    public string[] WantedGroups { get; set; } = [];

    /// <summary>What the last look found to do.</summary>
    public AccountPlan Plan { get; set; }

    public long Mark { get; set; }

    /// <summary>The mark that the last look saw.</summary>
    public long Looked { get; set; }

    /// <summary>The mark up to which all is applied.</summary>
    public long Done { get; set; }

    /// <summary>0 (first) to 9 (last).</summary>
    public short Priority { get; set; }

    public DateTimeOffset? DueSince { get; set; }

    /// <summary>Text key of why it is due.</summary>
    public string Cause { get; set; } = "";

    /// <summary>Since when what is planned takes away; what an admin has not seen of it yet came later.</summary>
    public DateTimeOffset? HeldAt { get; set; }

    /// <summary>An admin looked at what the brake held and let it go.</summary>
    public bool IsApproved { get; set; }

    /// <summary>
    /// Whether the brake holds it when it is on: a removal or strip that nobody asked for or agreed to. Accounts that were never made take nothing from
    /// anybody. Kept by the database.
    /// </summary>
    public bool IsHeld { get; private set; }

    /// <summary>Tries that failed since the last success.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? NextTry { get; set; }

    /// <summary>Text key of why the last try failed.</summary>
    public string? Trouble { get; set; }

    public string[] TroubleArguments { get; set; } = [];

    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Text key of why it ends, while it is gone over there or ends by somebody's word; trouble on the way does not touch it.</summary>
    public string? EndCause { get; set; }

    public string[] EndArguments { get; set; } = [];

    public DateTimeOffset ActivatedAt { get; set; }

    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>When what the service holds was last compared with this.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>What was different over there at the last comparison: groups with <c>+</c> (there, not ours) or <c>-</c> (missing there), <c>name</c>, or <c>gone</c>.</summary>
    public string[] Drift { get; set; } = [];

    public bool IsDue => Mark > Done;

    public static Account Begin(string service, UserId user, string? sealedSecret, DateTimeOffset now) => new()
    {
        Service = service,
        UserId = user,
        Stage = AccountStage.SettingUp,
        Secret = sealedSecret,
        Mark = 1,
        Priority = 0,
        DueSince = now,
        Cause = "services.cause.activated",
        ActivatedAt = now,
    };

    public ServiceAccount ToContract(string? secret = null) => new(Service, UserId)
    {
        RemoteId = RemoteId,
        LoginName = LoginName,
        DisplayName = DisplayName,
        Groups = Groups,
        Data = Data,
        Secret = secret,
    };

    public ServiceWish Wanted => new(WantedLogin, WantedDisplay, WantedGroups);
}

/// <summary>Where in its life an account is.</summary>
internal enum AccountStage : short
{
    /// <summary>Asked for, never applied.</summary>
    SettingUp = 0,

    /// <summary>There.</summary>
    Active = 1,

    /// <summary>There as far as we can tell; the pilot has something left to do.</summary>
    WaitsForPilot = 2,

    /// <summary>The pilot wants it gone, or an admin does.</summary>
    Leaving = 3,

    /// <summary>It is gone over there, by somebody's hand: ours ends, too.</summary>
    Gone = 4,
}

/// <summary>What is to be done about an account.</summary>
internal enum AccountPlan : short
{
    /// <summary>It is as it should be.</summary>
    None = 0,

    /// <summary>Make it.</summary>
    Create = 1,

    /// <summary>Change names or groups.</summary>
    Update = 2,

    /// <summary>An update that takes most groups away.</summary>
    Strip = 3,

    /// <summary>Take it away.</summary>
    Remove = 4,
}
