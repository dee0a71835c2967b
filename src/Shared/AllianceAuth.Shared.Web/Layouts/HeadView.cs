using AllianceAuth.Shared.Web.Themes;

namespace AllianceAuth.Shared.Web.Layouts;

/// <summary>What differs in the head of pages, but for the title.</summary>
/// <param name="Theme">The look.</param>
/// <param name="Icon">Address of the site's icon.</param>
/// <param name="TouchIcon">Address of its icon on phones.</param>
/// <param name="StyleSheet">Address of the operators' own style sheet, or null.</param>
public sealed record HeadView(ThemeRegistration Theme, string Icon, string TouchIcon, string? StyleSheet);
