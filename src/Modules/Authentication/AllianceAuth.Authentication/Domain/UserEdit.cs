using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Authentication.Domain;

/// <summary>What an admin may change of a user. Nobody lifts themselves up, and nobody gives what they do not have.</summary>
internal static class UserEdit
{
    /// <summary>Why the edit is not allowed, or null.</summary>
    /// <param name="actor">Who edits.</param>
    /// <param name="user">The user as they are.</param>
    /// <param name="held">The user's direct permissions as they are.</param>
    /// <param name="wanted">What they should become.</param>
    public static Refusal? FindRefusal(AccessSnapshot actor, User user, IReadOnlyCollection<string> held, WantedUser wanted)
    {
        var isOwn = actor.User == user.Id;
        var rises = wanted.IsStaff != user.IsStaff || wanted.IsSuperuser != user.IsSuperuser;
        if (isOwn && (wanted.IsActive != user.IsActive || (user.IsSuperuser && !wanted.IsSuperuser)))
        {
            return new Refusal("authentication.user.ownlockout");
        }

        if (actor.IsSuperuser)
        {
            return null;
        }

        if (user.IsSuperuser || rises)
        {
            return new Refusal("authentication.user.superuseronly");
        }

        if (isOwn)
        {
            return new Refusal("authentication.user.own");
        }

        var missing = wanted.Permissions.Except(held, StringComparer.Ordinal).FirstOrDefault(p => !actor.Has(p));
        return missing is null ? null : new Refusal("authentication.user.nothave", missing);
    }

    /// <summary>Why the user may not be deleted, or null.</summary>
    public static Refusal? FindDeleteRefusal(AccessSnapshot actor, User user) => user switch
    {
        _ when actor.User == user.Id => new Refusal("authentication.user.ownlockout"),
        { UserName: User.SentinelName } => new Refusal("authentication.user.sentinel"),
        { IsSuperuser: true } when !actor.IsSuperuser => new Refusal("authentication.user.superuseronly"),
        _ => null,
    };
}

/// <summary>What an admin wants a user to be.</summary>
internal sealed record WantedUser(bool IsActive, bool IsStaff, bool IsSuperuser, IReadOnlyCollection<string> Permissions, IReadOnlyCollection<GroupId> Groups);
