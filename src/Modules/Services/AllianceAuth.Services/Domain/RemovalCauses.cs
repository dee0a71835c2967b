using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Domain;

/// <summary>Text keys of why an account goes.</summary>
internal static class RemovalCauses
{
    public const string OwnWish = "services.cause.ownwish";

    /// <summary>Of the end itself; its placeholder is the admin's name.</summary>
    public const string ByAdmin = "services.cause.endedbyadmin";

    /// <summary>Of what is due.</summary>
    public const string Admin = "services.cause.admin";
    public const string Permission = "services.cause.permission";
    public const string Inactive = "services.cause.inactive";
    public const string NoMain = "services.cause.nomain";
    public const string UserDeleted = "services.cause.userdeleted";
    public const string Gone = "services.cause.gone";

    /// <summary>Why a removal is due; what an end says of itself goes before it once it is done (<see cref="Account.EndCause"/>).</summary>
    public static string Of(Account account, AccessSnapshot? access) => (account.Stage, access) switch
    {
        (AccountStage.Leaving, _) => account.EndCause is null or OwnWish ? OwnWish : Admin,
        (AccountStage.Gone, _) => Gone,
        (_, null) => UserDeleted,
        (_, { IsActive: false }) => Inactive,
        (_, { Main: null }) => NoMain,
        _ => Permission,
    };

    /// <summary>Whether the pilot is told: when the site noticed by itself that they may not have it any more, or that it is gone. C-18, C-21, SVC-015.</summary>
    public static bool IsTold(string cause) => cause is not (OwnWish or Inactive or NoMain or UserDeleted);
}
