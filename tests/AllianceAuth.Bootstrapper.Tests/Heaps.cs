using System.Text.Json;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>How the site's memory is managed, as it is shipped.</summary>
public sealed class Heaps
{
    [Theory]
    [InlineData("AllianceAuth.Bootstrapper")]
    [InlineData("AllianceAuth.Simulator")]
    public async Task One_heap_serves_all_cores(string program)
    {
        using var shipped = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, program + ".runtimeconfig.json")));

        Assert.False(shipped.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.GC.Server").GetBoolean());
    }
}
