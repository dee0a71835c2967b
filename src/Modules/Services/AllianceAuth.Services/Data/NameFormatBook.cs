using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Data;

/// <summary>Names of members by the format in force for a service and their state.</summary>
internal sealed class NameFormatBook
{
    private readonly string _none = "";

    /// <summary>One name for each user, in the same order; trimmed, not cleaned.</summary>
    public Task<IReadOnlyList<string>> NameAsync(ServiceDescription service, IReadOnlyList<AccessSnapshot> users, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. users.Select(u => u.Main?.Name ?? _none)]);
}
