namespace AllianceAuth.Benchmarks;

/// <summary>A measurement could not be made; the message says why.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
