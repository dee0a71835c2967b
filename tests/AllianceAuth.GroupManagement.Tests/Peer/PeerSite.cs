using AllianceAuth.Testing.Site;

namespace AllianceAuth.GroupManagement.Tests.Peer;

/// <summary>The real site, filled with what Alliance Auth 3.8.0 exported.</summary>
public sealed class PeerSite : AppFixture
{
    public PeerExport Export { get; } = PeerExport.Read();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await PeerLoader.LoadAsync(Export, ConnectionString);
        await RunJobAsync("authentication.decide-states");
    }
}
