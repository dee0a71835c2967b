using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>Lets a module answer the search box: pilots, groups, fleets. Pages of the menu are found without it.</summary>
public interface ICommandSource
{
    /// <summary>The best few hits this user may see; empty when there are none.</summary>
    ValueTask<IReadOnlyList<CommandHit>> FindAsync(string query, AccessSnapshot user, CancellationToken cancellationToken);
}

/// <summary>One hit of the search box.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Kind">What it is, in the user's language: pilot, group, SRP fleet.</param>
/// <param name="Href">Local address.</param>
public sealed record CommandHit(string Text, string Kind, string Href)
{
    /// <summary>Font Awesome classes.</summary>
    public string Icon { get; init; } = "fa-solid fa-arrow-right";

    /// <summary>EVE id of the character whose portrait stands instead of the icon, or null.</summary>
    public long? CharacterId { get; init; }
}
