using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Domain;

/// <summary>Decides what is to be done about an account, from what is true now. No I/O.</summary>
internal static class AccountPlanner
{
    /// <summary>Whether a user may have an account: the permission by any path, and a main character; never when switched off. SVC-010, SVC-012, SVC-021.</summary>
    public static bool MayHave(AccessSnapshot? user, ServiceDescription service) => user is { Main: not null } && user.Has(service.AccessPermission);

    /// <summary>What is to be done.</summary>
    /// <param name="account">As it is.</param>
    /// <param name="wish">As it should be; null when there should be none.</param>
    public static AccountPlan Plan(Account account, ServiceWish? wish)
    {
        if (wish is null || account.Stage is AccountStage.Leaving or AccountStage.Gone)
        {
            return AccountPlan.Remove;
        }

        if (account.Groups is null)
        {
            return AccountPlan.Create;
        }

        if (IsAs(account, wish) && account.Secret is null)
        {
            return AccountPlan.None;
        }

        return LosesMost(account.Groups, wish.Groups) ? AccountPlan.Strip : AccountPlan.Update;
    }

    /// <summary>The login name stays where the service cannot change it, and any name stays while nothing is left of the one that should be. C-40.</summary>
    public static ServiceWish Keep(Account account, ServiceWish wish, ServiceAbilities abilities)
    {
        var isMade = account.Groups is not null;
        return wish with
        {
            LoginName = isMade && account.LoginName.Length > 0 && (!abilities.HasFlag(ServiceAbilities.LoginNames) || wish.LoginName.Length == 0) ? account.LoginName : wish.LoginName,
            DisplayName = isMade && (!abilities.HasFlag(ServiceAbilities.DisplayNames) || wish.DisplayName.Length == 0) ? account.DisplayName : wish.DisplayName,
            Groups = abilities.HasFlag(ServiceAbilities.Groups) ? wish.Groups : [],
        };
    }

    /// <summary>Whether enough is left of the name to make an account under it.</summary>
    public static bool HasName(ServiceWish wish, ServiceAbilities abilities) =>
        wish.DisplayName.Length > 0 && (wish.LoginName.Length > 0 || !abilities.HasFlag(ServiceAbilities.Passwords));

    private static bool IsAs(Account account, ServiceWish wish) =>
        account.LoginName == wish.LoginName && account.DisplayName == wish.DisplayName && account.Groups.AsSpan().SequenceEqual([.. wish.Groups]);

    /// <summary>Most of several, or the last. One group in place of another is an ordinary change: that is what a change of state looks like.</summary>
    private static bool LosesMost(string[] had, IReadOnlyList<string> wanted)
    {
        var lost = had.Length - had.Intersect(wanted, StringComparer.Ordinal).Count();
        return lost > 0 && (wanted.Count == 0 || (lost > 1 && lost * 2 > had.Length));
    }
}
