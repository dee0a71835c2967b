using AllianceAuth.Shared.Results;

namespace AllianceAuth.Authentication.Components;

/// <summary>A form for a new password.</summary>
/// <param name="Action">Where it is posted.</param>
/// <param name="AsksCurrent">Whether the old one must be given.</param>
/// <param name="Errors">What was wrong.</param>
public sealed record NewPasswordView(string Action, bool AsksCurrent, IReadOnlyList<Refusal> Errors);
