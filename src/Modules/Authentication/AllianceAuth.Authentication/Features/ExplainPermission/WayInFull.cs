namespace AllianceAuth.Authentication.Features.ExplainPermission;

/// <summary>One way with everything its steps name.</summary>
/// <param name="Way">The grant.</param>
/// <param name="Page">The page it stands on.</param>
public sealed record WayInFull(WayView Way, WhyView Page);
