using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Navigation;

/// <summary>A link on the page of each user in the administration, to what a module knows about that user. Register it as a singleton.</summary>
/// <param name="Text">Text key in the module's texts.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Href">Local address for a user.</param>
/// <param name="VisibleTo">Who may open it.</param>
public sealed record UserPageLink(string Text, string Icon, Func<UserId, string> Href, Func<AccessSnapshot, bool> VisibleTo);
