using AllianceAuth.Shared.Web.Navigation;

namespace AllianceAuth.Shared.Web.Endpoints;

/// <summary>What was searched and found.</summary>
public sealed record SearchView(string Query, IReadOnlyList<CommandHit> Hits);
