using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Discord;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>Each test finds Discord as on its first day, and none may do what a good client does not do.</summary>
[Collection(OnDiscord.Name)]
public abstract class DiscordTests(DiscordSite site) : IAsyncLifetime
{
    /// <summary>The role of the state that pilots of the tests are in.</summary>
    protected const string Guest = "Guest";

    /// <summary>What the documentation says is enough for the bot, and two of it.</summary>
    protected const long LeastPermissions = 402653187;
    protected const long KickMembers = 1L << 1;
    protected const long ManageNicknames = 1L << 27;

    private DateTimeOffset _begun;

    protected DiscordSite Site => site;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        _begun = site.Now;
        await site.BeginAsync();
    }

    /// <inheritdoc />
    public Task DisposeAsync()
    {
        Assert.DoesNotContain(site.Eve.Requests.Violations, v => v.At >= _begun && v.Service is SimulatedService.Discord);
        return Task.CompletedTask;
    }

    /// <summary>A group, and what its role is called.</summary>
    protected async Task<(GroupId Group, string Name)> GroupAsync()
    {
        var name = $"Wing {site.Next()}";
        return (await site.GroupAsync(name), name);
    }

    /// <summary>After that time, with the engine at work.</summary>
    protected async Task AfterAsync(TimeSpan time)
    {
        site.Advance(time);
        await site.KeepAsync();
    }

    /// <summary>As Discord shows it; some have the older kind of name.</summary>
    protected static string ShownName(DiscordUser person) => person.Discriminator == "0" ? $"@{person.UserName}" : person.Tag;

    protected Task<long> LinksAsync(UserId user) => site.ReadAsync<long>($"SELECT count(*) FROM services.discord_users WHERE user_id = {user}");

    protected Task ReserveAsync(string name) => site.RunAsync(
        "INSERT INTO authentication.reserved_group_names (name, reason, created_by, created_at) VALUES (@name, 'test', 'test', now()) ON CONFLICT DO NOTHING", ("name", name));
}
