using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.Authentication.Domain;

/// <summary>One person's login with what the site keeps about them. Reached by SSO through the main character; a password is the exception.</summary>
internal sealed class User : Aggregate
{
    /// <summary>The user that stands in for deleted ones.</summary>
    public const string SentinelName = "deleted";

    private User()
    {
    }

    public UserId Id { get; private set; }

    public string UserName { get; private set; } = "";

    /// <summary>Verified address; empty until the registration is finished.</summary>
    public string Email { get; set; } = "";

    public bool IsActive { get; private set; }

    /// <summary>Tells "never finished registering" from "switched off by an admin". AUTH-057.</summary>
    public RegistrationStatus Registration { get; private set; }

    public bool IsStaff { get; set; }

    public bool IsSuperuser { get; set; }

    /// <summary>Sessions opened under another number are over.</summary>
    public int SessionGeneration { get; private set; }

    /// <summary>Counts what admins changed, so that a second admin with an old page is noticed.</summary>
    public int Revision { get; set; }

    public DateTimeOffset DateJoined { get; private set; }

    public DateTimeOffset? LastLogin { get; private set; }

    public StateId State { get; private set; }

    /// <summary>EVE id of the main character. The affiliation beside it is a copy, so that states are decided by one statement.</summary>
    public long? MainCharacterId { get; private set; }

    public string? MainName { get; private set; }

    public long? MainCorporationId { get; private set; }

    public string? MainCorporationName { get; private set; }

    public string? MainCorporationTicker { get; private set; }

    public long? MainAllianceId { get; private set; }

    public string? MainAllianceName { get; private set; }

    public long? MainFactionId { get; private set; }

    public string? MainFactionName { get; private set; }

    /// <summary>The main's name, or the login name without one. Made by the database, for lists sorted by it.</summary>
    public string ShownName { get; private set; } = "";

    /// <summary>The main as others see it, or null.</summary>
    public MainCharacter? Main => MainCharacterId is { } id
        ? new MainCharacter(id, MainName ?? "", MainCorporationId, MainCorporationName ?? "", MainCorporationTicker ?? "", MainAllianceId, MainAllianceName, MainFactionId)
        : null;

    /// <summary>Language code; empty when never chosen. I18N-019.</summary>
    public string Language { get; set; } = "";

    /// <summary>Theme; null when never chosen. UI-014.</summary>
    public string? Theme { get; set; }

    /// <summary>Null when never chosen. UI-004.</summary>
    public bool? NightMode { get; set; }

    /// <summary>An account that a first SSO login makes: not active until its registration is finished. AUTH-058.</summary>
    public static User BySso(string userName, StateId guest, DateTimeOffset now) =>
        new() { UserName = userName, State = guest, DateJoined = now };

    /// <summary>An account that the command line makes: active at once.</summary>
    public static User ByOperator(string userName, string email, StateId guest, DateTimeOffset now) =>
        new()
        {
            UserName = userName,
            Email = email,
            State = guest,
            DateJoined = now,
            IsActive = true,
            Registration = RegistrationStatus.Finished,
        };

    /// <summary>The stand-in for deleted users: nobody can sign in as it.</summary>
    public static User Sentinel(StateId guest, DateTimeOffset now) =>
        new() { UserName = SentinelName, State = guest, DateJoined = now, Registration = RegistrationStatus.Finished };

    /// <summary>Tells others that the user exists. Once the row has its number.</summary>
    public void Registered(DateTimeOffset now) => Raise(new UserRegistered(Guid.CreateVersion7(), now, Id));

    /// <summary>The address is known to be theirs: the account becomes usable. AUTH-054, AUTH-056.</summary>
    public void FinishRegistration(string email, DateTimeOffset now)
    {
        Email = email;
        Activate(now);
    }

    /// <summary>Lets the user sign in. The caller decides the state afterwards. AUTH-019.</summary>
    public void Activate(DateTimeOffset now)
    {
        if (IsActive)
        {
            return;
        }

        IsActive = true;
        // Whoever an admin lets in needs no mail any more, and being switched off later must not lead back to the registration.
        Registration = RegistrationStatus.Finished;
        Raise(new UserActivated(Guid.CreateVersion7(), now, Id));
    }

    /// <summary>Switches the user off: Guest without a state event, sessions over. AUTH-020.</summary>
    public void Deactivate(StateId guest, DateTimeOffset now)
    {
        if (!IsActive)
        {
            return;
        }

        IsActive = false;
        State = guest;
        SessionGeneration++;
        Raise(new UserDeactivated(Guid.CreateVersion7(), now, Id));
    }

    /// <summary>Makes an owned character the main, or refreshes the copy of it. Setting the same one again tells nobody. AUTH-064, AUTH-067.</summary>
    public void SetMain(CharacterInfo main, DateTimeOffset now)
    {
        var changed = MainCharacterId != main.CharacterId;
        if (!changed && main.CorporationId is null)
        {
            // EVE has not told where it is: what we knew stays.
            return;
        }

        MainCharacterId = main.CharacterId;
        MainName = main.Name;
        MainCorporationId = main.CorporationId;
        MainCorporationName = main.CorporationName;
        MainCorporationTicker = main.CorporationTicker;
        MainAllianceId = main.AllianceId;
        MainAllianceName = main.AllianceName;
        MainFactionId = main.FactionId;
        MainFactionName = main.FactionName;
        if (changed)
        {
            Raise(new MainCharacterChanged(Guid.CreateVersion7(), now, Id));
        }
    }

    /// <summary>The user owns the main no longer. AUTH-028.</summary>
    public void ClearMain(DateTimeOffset now)
    {
        if (MainCharacterId is null)
        {
            return;
        }

        MainCharacterId = MainCorporationId = MainAllianceId = MainFactionId = null;
        MainName = MainCorporationName = MainCorporationTicker = MainAllianceName = MainFactionName = null;
        Raise(new MainCharacterChanged(Guid.CreateVersion7(), now, Id));
    }

    /// <summary>Ends every session of this user, on every node.</summary>
    public void EndSessions(DateTimeOffset now)
    {
        SessionGeneration++;
        Raise(new SessionsEnded(Guid.CreateVersion7(), now, Id));
    }

    public void SignedIn(DateTimeOffset now) => LastLogin = now;
}

/// <summary>How far a registration came. AUTH-057.</summary>
internal enum RegistrationStatus
{
    /// <summary>Signed in by SSO, address not verified yet.</summary>
    Pending,

    /// <summary>Done; an inactive user was switched off by an admin.</summary>
    Finished,
}
