using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>One part of the benchmarks, which can be asked for by its name.</summary>
internal interface IMeasurement
{
    /// <summary>As it is written on the command line.</summary>
    string Name { get; }

    /// <summary>Measures, and leaves the stage for the next one as it was.</summary>
    Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken);
}
