using System.Diagnostics;
using System.Globalization;

namespace AllianceAuth.Benchmarks.Load;

/// <summary>The processors that the site and the load on it share, so that a figure says what it was measured on.</summary>
/// <param name="Count">How many.</param>
internal sealed record Cores(int Count)
{
    /// <summary>Programs that wanted a processor during the last minute, before we began: above the number of cores, others were at work and rates mean little.</summary>
    public static string ReadLoad() => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>A program that runs on these processors only.</summary>
    public ProcessStartInfo Program(string program, IEnumerable<string> arguments)
    {
        var pinned = Count < Environment.ProcessorCount && OperatingSystem.IsLinux();
        var last = (Count - 1).ToString(CultureInfo.InvariantCulture);
        return pinned
            ? new ProcessStartInfo("taskset", ["--cpu-list", $"0-{last}", program, .. arguments]) { UseShellExecute = false }
            : new ProcessStartInfo(program, arguments) { UseShellExecute = false };
    }
}
