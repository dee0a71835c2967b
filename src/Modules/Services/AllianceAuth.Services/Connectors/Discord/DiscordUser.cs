using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.Discord;

/// <summary>Which Discord user a pilot is.</summary>
internal sealed class DiscordUser
{
    public const int LongestName = 32;
    public const int LongestDiscriminator = 4;

    // What Discord says of users with the newer kind of name, which has no number.
    private const string NoDiscriminator = "0";

    public UserId UserId { get; set; }

    /// <summary>Discord's id of the user; null while no code of the pilot was accepted.</summary>
    public long? Uid { get; set; }

    public string UserName { get; set; } = "";

    public string Discriminator { get; set; } = "";

    /// <summary>When they came in; null until then.</summary>
    public DateTimeOffset? ActivatedAt { get; set; }

    /// <summary>Hash of the last code the pilot brought, so that none is spent twice.</summary>
    public string? CodeHash { get; set; }

    /// <summary>Sealed: what lets us bring them in; gone once they are.</summary>
    public string? Token { get; set; }

    /// <summary>Whom the pilot was before they linked another Discord user, until that one is out.</summary>
    public long? PreviousUid { get; set; }

    /// <summary>Takes over what Discord says. DISC-010.</summary>
    public void Learn(string userName, string discriminator) => (UserName, Discriminator) = (Cut(userName, LongestName), Cut(discriminator, LongestDiscriminator));

    /// <summary>As Discord shows it: <c>@name</c>, or <c>name#1234</c> for those who kept the older kind; empty while a part is missing.</summary>
    public string ShownName => ShownNameOf(UserName, Discriminator);

    public static string ShownNameOf(string userName, string discriminator) => (userName, discriminator) switch
    {
        ("", _) or (_, "") => "",
        (_, NoDiscriminator) => $"@{userName}",
        _ => $"{userName}#{discriminator}",
    };

    private static string Cut(string text, int longest) => Domain.UniqueNames.Cut(text, longest);
}
