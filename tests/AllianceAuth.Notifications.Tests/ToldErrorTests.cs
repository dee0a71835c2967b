using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Notifications.Features.TellErrors;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AllianceAuth.Notifications.Tests;

/// <summary>What goes wrong on the site rings with those who want to know.</summary>
public sealed class ToldErrorTests(ToldErrorTests.Site site) : IClassFixture<ToldErrorTests.Site>
{
    private const string Permission = "auth.logging_notifications";

    [Fact, Rule("NOTE-030"), Rule("NOTE-031"), Rule("NOTE-032")]
    public async Task An_error_is_told_to_superusers_and_to_holders_by_any_path_once_each_and_to_nobody_else()
    {
        var alliance = site.Eve.Universe.Alliances[Furnishing.OurAlliance].Name;
        await SendAsync(new FillState("Member", [alliance], [Permission]));
        var byState = await NewPilotAsync(Furnishing.OurAlliance);
        var (byGrant, byGroup, inactive, without) = (await NewPilotAsync(), await NewPilotAsync(), await NewPilotAsync(), await NewPilotAsync());
        var (_, superuser) = await site.SignInAsync();
        await TestPostgres.ExecuteAsync(site.ConnectionString, $"INSERT INTO authentication.user_permissions (user_id, permission) VALUES ({byGrant}, '{Permission}'), ({inactive}, '{Permission}')");
        await TestPostgres.ExecuteAsync(site.ConnectionString, $"UPDATE authentication.users SET is_active = false WHERE id = {inactive}");
        var group = await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateGroup("Directors")));
        await SendAsync(new SetGroupPermissions(group, [Permission], Actor: null));
        // Twice a holder, told once.
        await SendAsync(new AddToGroups([new(byGroup, group), new(byGrant, group)], Actor: null, "test"));

        Log("The reactor {Name} broke.", "R-1");

        await Eventually.TrueAsync(async () => (await ToldAsync(superuser)).Count == 1, "the superuser to be told");
        foreach (var user in new[] { byState, byGrant, byGroup, superuser })
        {
            Assert.Equal(["ERROR [ToldErrorTests]"], await ToldAsync(user));
        }

        Assert.Empty(await ToldAsync(inactive));
        Assert.Empty(await ToldAsync(without));
    }

    [Fact]
    public async Task The_same_error_a_thousand_times_rings_once()
    {
        var (visitor, user) = await site.SignInAsync();
        for (var i = 0; i < 1000; i++)
        {
            Log("The gate {Number} is camped.", $"{i}");
        }

        await Eventually.TrueAsync(async () => (await ToldAsync(user)).Count >= 1, "the error to be told");
        await Eventually.TrueAsync(
            async () =>
            {
                Log("The last one.");
                return (await ToldAsync(user)).Count >= 2;
            },
            "another one to be told");
        Assert.Equal(2, (await ToldAsync(user)).Count);
        var list = await visitor.OpenAsync("/notifications/");
        Assert.Contains("ERROR [ToldErrorTests]", list.Text("#notifications tbody"), StringComparison.Ordinal);
    }

    [Fact, Rule("NOTE-035")]
    public async Task An_error_that_cannot_be_told_makes_no_further_ones_and_the_next_is_told_again()
    {
        var (_, user) = await site.SignInAsync();
        await TestPostgres.ExecuteAsync(site.ConnectionString, "ALTER TABLE notifications.notifications RENAME TO elsewhere");
        Log("Told to a table that is away.");
        await Eventually.TrueAsync(() => site.ReadLog().Contains("could not be told", StringComparison.Ordinal), "the failure in the log");
        await TestPostgres.ExecuteAsync(site.ConnectionString, "ALTER TABLE notifications.elsewhere RENAME TO notifications");

        Log("Told to a table that is back.");

        await Eventually.TrueAsync(async () => (await ToldAsync(user)).Count > 0, "the next error to be told");
        Assert.Equal(["Told to a table that is back."], await MessagesAsync(user));
    }

    [Fact, Rule("NOTE-033")]
    public async Task Where_nobody_may_know_nobody_is_told_and_nothing_fails()
    {
        await using var lonely = new Lonely();
        await lonely.StartAsync();
        Log(lonely.Fixture, "Nobody hears this.");
        // They are told one after the other: once the second is taken, the first was told to nobody.
        Log(lonely.Fixture, "Nobody hears this.");
        await Eventually.TrueAsync(() => lonely.Fixture.Services.GetRequiredService<ErrorBook>().Errors.Count == 0, "the errors to be taken");
        var (_, user) = await lonely.Fixture.SignInAsync();

        Log(lonely.Fixture, "Somebody hears this.");

        await Eventually.TrueAsync(async () => (await ToldAsync(lonely.Fixture, user)).Count > 0, "the superuser to be told");
        Assert.Single(await ToldAsync(lonely.Fixture, user));
        Assert.DoesNotContain("could not be told", lonely.Fixture.ReadLog(), StringComparison.Ordinal);
    }

    private Task SendAsync<T>(IRequest<T> request) => site.AskAsync(s => s.GetRequiredService<IMediator>().Send(request));

    private async Task<UserId> NewPilotAsync(long? alliance = null)
    {
        var pilot = alliance is { } ours ? site.Cast.Pilot(ours) : site.Cast.Pilot(site.Eve.Universe.Alliances.Keys.First(id => id != Furnishing.OurAlliance));
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);
        return (await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindOwners([pilot.Id]))))[pilot.Id];
    }

    private Task<List<string>> ToldAsync(UserId user) => ToldAsync(site, user);

    private static Task<List<string>> ToldAsync(NotificationSite site, UserId user) => site.AskAsync(s =>
        s.GetRequiredService<NotificationsDb>().Notifications.Where(n => n.UserId == user && n.Title == "notifications.literal.title").OrderBy(n => n.Id).Select(n => n.Arguments[0]).ToListAsync());

    private Task<List<string>> MessagesAsync(UserId user) => site.AskAsync(s =>
        s.GetRequiredService<NotificationsDb>().Notifications.Where(n => n.UserId == user).OrderBy(n => n.Id).Select(n => n.Arguments[1]).ToListAsync());

    private void Log(string template, params object[] values) => Log(site, template, values);

    private static void Log(NotificationSite site, string template, params object[] values) =>
#pragma warning disable CA2254 // The test decides what is logged.
        site.Services.GetRequiredService<ILogger<ToldErrorTests>>().LogError(template, values);
#pragma warning restore CA2254

    public class Site : NotificationSite
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => base.Settings.Append(new("Notifications:TellErrors", "true"));
    }

    /// <summary>A site without users.</summary>
    private sealed class Lonely : IAsyncDisposable
    {
        public Site Fixture { get; } = new();

        public Task StartAsync() => Fixture.InitializeAsync();

        public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
    }
}
