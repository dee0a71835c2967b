using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Example;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Example;

/// <summary>What the suite for all connectors does not try.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class ExampleConnectorTests(ServicesSite site)
{
    private static readonly ServiceWish Wish = new("Maren", "Maren", ["Member"]);

    [Theory]
    [InlineData(FaultKind.BadGateway, ServiceTrouble.Down)]
    [InlineData(FaultKind.Unavailable, ServiceTrouble.Down)]
    [InlineData(FaultKind.Timeout, ServiceTrouble.Down)]
    [InlineData(FaultKind.Cut, ServiceTrouble.Down)]
    [InlineData(FaultKind.Malformed, ServiceTrouble.Down)]
    [InlineData(FaultKind.NotFound, ServiceTrouble.Down)]
    [InlineData(FaultKind.RateLimited, ServiceTrouble.Busy)]
    public async Task Whatever_it_answers_nothing_is_taken_for_a_no(FaultKind fault, ServiceTrouble trouble)
    {
        site.Eve.Control.AddFault(new Fault(SimulatedService.Example, fault, Seconds: 77));
        try
        {
            var thrown = await Assert.ThrowsAsync<ServiceException>(() => AskAsync(c => c.ApplyAsync(new("example", new UserId(site.Next())), Wish, CancellationToken.None)));

            Assert.Equal(trouble, thrown.Trouble);
            Assert.Equal(trouble is ServiceTrouble.Busy ? TimeSpan.FromSeconds(77) : null, thrown.Wait);
        }
        finally
        {
            site.Eve.Control.LiftFaults(SimulatedService.Example);
        }
    }

    [Fact]
    public async Task The_test_does_not_take_a_404_for_an_answer()
    {
        site.Eve.Control.AddFault(new Fault(SimulatedService.Example, FaultKind.NotFound));
        try
        {
            Assert.False((await AskAsync(c => c.TestAsync(CancellationToken.None))).Single().IsFine);
        }
        finally
        {
            site.Eve.Control.LiftFaults(SimulatedService.Example);
        }
    }

    [Fact]
    public async Task A_name_that_a_stranger_has_is_told_as_such()
    {
        var name = $"Stranger {site.Next()}";
        site.Eve.Example.SetByHand(new ExampleAccount($"by-hand-{name}", name, name, []));

        var thrown = await Assert.ThrowsAsync<ServiceException>(
            () => AskAsync(c => c.ApplyAsync(new("example", new UserId(site.Next())), new(name, name, []), CancellationToken.None)));

        Assert.Equal((ServiceTrouble.Refused, "services.trouble.nametaken", name), (thrown.Trouble, thrown.Reason, thrown.Arguments.Single()));
    }

    [Fact]
    public async Task A_message_reaches_its_groups()
    {
        var text = $"Form up {site.Next()}";

        await AskAsync(async c =>
        {
            await c.BroadcastAsync(text, ["Scouts"], CancellationToken.None);
            return true;
        });

        Assert.Equal(["Scouts"], site.Eve.Example.Messages.Single(m => m.Text == text).Groups);
    }

    [Fact]
    public async Task Without_an_address_there_is_no_such_service()
    {
        var bare = new AppFixture();
        await bare.InitializeAsync();

        var found = await bare.AskAsync(s => Task.FromResult(s.GetRequiredService<ConnectorBook>().Find("example")));
        await bare.DisposeAsync();

        Assert.Null(found);
    }

    [Theory, InlineData("Maren Ostvik", "Maren Ostvik"), InlineData(" [ABC] D'Arsi* ", "ABC D'Arsi"), InlineData("\u0416\u0443\u043a", "")]
    public async Task Names_are_cleaned(string name, string cleaned) => Assert.Equal(cleaned, await AskAsync(c => Task.FromResult(c.CleanName(name))));

    private Task<T> AskAsync<T>(Func<ServiceConnector, Task<T>> ask) => site.AskAsync(s => ask(s.GetRequiredService<ConnectorBook>().Find("example")!));
}
