using Microsoft.AspNetCore.Builder;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>Two nodes on one database and one Redis: what one takes away is gone on the other within seconds.</summary>
public sealed class TwoNodesWithRedis(TwoNodesWithRedis.PairWithRedis site) : TwoNodes(site), IClassFixture<TwoNodesWithRedis.PairWithRedis>
{
    public sealed class PairWithRedis : Pair
    {
        protected override bool WantsRedis => true;
    }
}

/// <summary>Two nodes on one database and nothing else between them.</summary>
public sealed class TwoNodesWithoutRedis(TwoNodes.Pair site) : TwoNodes(site), IClassFixture<TwoNodes.Pair>;

/// <summary>What holds for two nodes, whatever is between them.</summary>
public abstract class TwoNodes(TwoNodes.Pair site)
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(10);

    [SkippableFact]
    public async Task Access_that_one_node_takes_away_is_gone_on_the_other()
    {
        Skip.If(site.IsMissing, "redis-server is not installed.");
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);
        Assert.Equal("Member", await StateAtOtherAsync(visitor));

        site.Eve.Control.MovePilot(pilot.Id, site.Cast.CorporationOutside(Furnishing.OurAlliance).Id);
        await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");

        await Eventually.TrueAsync(async () => await StateAtOtherAsync(visitor) == "Guest", "the other node to know", Seconds);
    }

    [SkippableFact]
    public async Task A_session_that_ends_everywhere_ends_on_the_other_node_too()
    {
        Skip.If(site.IsMissing, "redis-server is not installed.");
        var pilot = site.Cast.Pilot();
        using var here = site.NewVisitor();
        using var there = site.NewVisitor();
        await here.SignInAsync(pilot);
        await there.SignInAsync(pilot);
        Assert.Equal("/dashboard/", (await there.OpenAsync(site.At("/dashboard/"))).Address.AbsolutePath);

        await (await here.OpenAsync("/account/profile/")).SubmitAsync("#everywhere-form");

        await Eventually.TrueAsync(async () => (await there.OpenAsync(site.At("/dashboard/"))).Address.AbsolutePath == "/account/login/", "the other node to know", Seconds);
    }

    private async Task<string> StateAtOtherAsync(Visitor visitor) => (await visitor.OpenAsync(site.At("/dashboard/"))).Text("#main-character .badge");

    public class Pair : SiteFixture
    {
        private RedisServer? _redis;
        private WebApplication? _other;
        private Uri _address = new("http://127.0.0.1:1/");

        protected virtual bool WantsRedis => false;

        public bool IsMissing => WantsRedis && !File.Exists(RedisServer.Program);

        protected override IEnumerable<KeyValuePair<string, string?>> Settings => _redis is null ? [] : [new("Redis:ConnectionString", _redis.Address)];

        public string At(string path) => new Uri(_address, path).AbsoluteUri;

        public override async Task InitializeAsync()
        {
            if (IsMissing)
            {
                return;
            }

            _redis = WantsRedis ? new RedisServer() : null;
            await base.InitializeAsync();
            _address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
            _other = Build(ConnectionString, _address);
            await _other.StartAsync();
        }

        public override async Task DisposeAsync()
        {
            if (_other is not null)
            {
                await _other.StopAsync();
                await _other.DisposeAsync();
                await base.DisposeAsync();
            }

            _redis?.Dispose();
        }
    }
}
