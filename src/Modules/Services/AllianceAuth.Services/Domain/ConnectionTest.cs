using System.Text.Json;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Domain;

/// <summary>The last test of a service's connection.</summary>
internal sealed class ConnectionTest
{
    /// <summary>What a test found that failed, or was heard of no more.</summary>
    public static readonly ServiceTestLine Lost = new(IsFine: false, "services.test.lost", [], "services.test.lost.do");

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public string Service { get; set; } = "";

    public DateTimeOffset AskedAt { get; set; }

    /// <summary>Name of who asked for it.</summary>
    public string AskedBy { get; set; } = "";

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Whether nobody will finish it any more: the node that ran it died.</summary>
    public bool IsLost(DateTimeOffset now) => FinishedAt is null && now - AskedAt > Longest;

    /// <summary>What was found, as JSON.</summary>
    public string Found { get; set; } = "[]";

    /// <summary>What was found.</summary>
    public IReadOnlyList<ServiceTestLine> Lines
    {
        get => JsonSerializer.Deserialize<List<ServiceTestLine>>(Found) ?? [];
        set => Found = JsonSerializer.Serialize(value);
    }
}
