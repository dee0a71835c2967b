using MediatR;

namespace AllianceAuth.Analytics.Contracts;

/// <summary>
/// Says that something happened that the module declared as a <see cref="UsageDeclaration"/>. It goes to every receiver an admin agreed to,
/// in the background; to none by default. Sending the same id again changes nothing. ANA-029.
/// </summary>
/// <param name="Id">Identifies the occasion.</param>
/// <param name="Namespace">As declared.</param>
/// <param name="Task">As declared.</param>
/// <param name="Label">One of the declared labels; anything else is not sent, so that no name and no number of a person can slip in.</param>
/// <param name="Value">How many.</param>
/// <param name="Succeeded">Whether it went well.</param>
public sealed record ReportUsage(Guid Id, string Namespace, string Task, string Label, int Value = 1, bool Succeeded = true) : IRequest;

/// <summary>What a module may report, word for word, for an admin to agree to. Registered as a singleton.</summary>
/// <param name="Namespace">For example <c>allianceauth.srp</c>.</param>
/// <param name="Task">For example <c>update_srp_requests</c>.</param>
/// <param name="Labels">All labels that can ever be sent.</param>
public sealed record UsageDeclaration(string Namespace, string Task, IReadOnlyList<string> Labels);
