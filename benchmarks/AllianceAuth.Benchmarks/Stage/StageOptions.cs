namespace AllianceAuth.Benchmarks.Stage;

/// <summary>How large the invented alliance is.</summary>
/// <param name="Users">People with a login.</param>
/// <param name="Characters">Their characters, at least one each.</param>
internal sealed record StageOptions(int Users, int Characters);
