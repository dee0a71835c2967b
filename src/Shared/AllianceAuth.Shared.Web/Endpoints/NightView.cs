namespace AllianceAuth.Shared.Web.Endpoints;

/// <summary>Whether night mode is on, and where to go from here.</summary>
public sealed record NightView(bool IsOn, string Next);
