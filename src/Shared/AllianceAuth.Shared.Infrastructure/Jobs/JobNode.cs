using System.Globalization;
using System.Security.Cryptography;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>This process among the nodes of the site; a new name at each start, so that what a dead process left behind is never mistaken for ours.</summary>
internal sealed record JobNode(string Name)
{
    public const int LongestName = 100;

    public static JobNode Current()
    {
        var machine = Environment.MachineName;
        return new(string.Create(CultureInfo.InvariantCulture, $"{machine[..Math.Min(machine.Length, 60)]}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"));
    }
}
