using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Notifications.Tests;

/// <summary>A site that keeps three notifications per user.</summary>
public class NotificationSite : AppFixture
{
    private const string Password = "stillborn-comet-84-lantern";

    private int _next;

    /// <summary>The clock of the site, for tests to put forward.</summary>
    public FakeClock Time { get; } = FakeClock.Running();

    protected override TimeProvider Clock => Time;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [new("Notifications:MaxPerUser", "3"), new("Authentication:LoginsPerMinute", "100000")];

    /// <summary>Somebody signed in, and their number.</summary>
    public async Task<(Visitor Visitor, UserId User)> SignInAsync()
    {
        var name = $"reader{Interlocked.Increment(ref _next)}";
        await AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateSuperuser(name, AddressOf(name), Password)));
        var visitor = NewVisitor();
        var page = await visitor.OpenAsync("/admin/login/");
        await page.SubmitAsync("form[action='/admin/login/']", new Dictionary<string, string> { ["username"] = name, ["password"] = Password });
        var users = await AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindUsersWithPermission("any.thing")));
        var infos = await AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindUsers(users)));
        return (visitor, infos.Single(u => u.UserName == name).User);
    }

    /// <summary>The mail address of a user by that name.</summary>
    public static string AddressOf(string name) => $"{name}@example.test";

    /// <summary>Tells users that they are in a state now; the state's name makes it recognisable.</summary>
    public Task TellAsync(string state, params UserId[] users) => TellAsync(Guid.CreateVersion7(), state, users);

    public Task TellAsync(Guid id, string state, params UserId[] users) => AskAsync(s => s.GetRequiredService<IMediator>().Send(
        new Notify(id, users, NotificationLevel.Info, "authentication.notice.state.title", "authentication.notice.state.message", state)));

    /// <summary>What a user was told, oldest first.</summary>
    public Task<List<string>> ToldAsync(UserId user) => AskAsync(async s =>
        (await s.GetRequiredService<NotificationsDb>().Notifications.AsNoTracking().Where(n => n.UserId == user).OrderBy(n => n.Id).ToListAsync())
            .Select(n => n.Arguments[0]).ToList());
}
