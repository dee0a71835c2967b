namespace AllianceAuth.Shared.Web.Kit;

/// <summary>A page above the current one.</summary>
/// <param name="Text">Its title.</param>
/// <param name="Href">Its local address.</param>
public sealed record Crumb(string Text, string Href);
