using System.Text.Json;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Domain;

/// <summary>The last test of a service's connection.</summary>
internal sealed class ConnectionTest
{
    public string Service { get; set; } = "";

    public DateTimeOffset AskedAt { get; set; }

    /// <summary>Name of who asked for it.</summary>
    public string AskedBy { get; set; } = "";

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>What was found, as JSON.</summary>
    public string Found { get; set; } = "[]";

    /// <summary>What was found.</summary>
    public IReadOnlyList<ServiceTestLine> Lines
    {
        get => JsonSerializer.Deserialize<List<ServiceTestLine>>(Found) ?? [];
        set => Found = JsonSerializer.Serialize(value);
    }
}
