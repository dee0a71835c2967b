using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Tests.Groups;

/// <summary>A site with members, who may request groups, and guests, who may not.</summary>
public class GroupSite : AppFixture
{
    private int _next;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Authentication:LoginsPerMinute", "100000")];

    public StateId Member { get; private set; }

    public StateId Guest { get; private set; }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await this.FurnishAsync();
        await SendAsync(new FillState("Member", [], [GroupManagementPermissions.RequestGroups]));
        var states = await SendAsync(new FindStates());
        // Delivered events leave the outbox; this remembers that they were told.
        await ReadAsync<int>(
            """
            CREATE TABLE told (name text);
            CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.told VALUES (NEW.name); RETURN NEW; END';
            CREATE TRIGGER remember AFTER INSERT ON authentication.outbox FOR EACH ROW EXECUTE FUNCTION remember();
            """);
        (Member, Guest) = (states.Single(s => s.Name == "Member").State, states.Single(s => s.Name == "Guest").State);
    }

    public Task<T> SendAsync<T>(IRequest<T> request) => AskAsync(s => s.GetRequiredService<IMediator>().Send(request));

    /// <summary>How often Authentication told of something.</summary>
    public Task<long> EventsAsync(string name) => ReadAsync<long>($"SELECT count(*) FROM told WHERE name = '{name}'");

    /// <summary>A pilot who signed in: a member.</summary>
    public Task<GroupPilot> MemberAsync() => SignInAsync(Furnishing.OurAlliance);

    /// <summary>A pilot who signed in and is nothing to us.</summary>
    public Task<GroupPilot> GuestAsync() => SignInAsync(Cast.CorporationOutside(Furnishing.OurAlliance).AllianceId);

    /// <summary>The superuser, signed in.</summary>
    public async Task<Visitor> WardenAsync()
    {
        var visitor = NewVisitor();
        await visitor.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        return visitor;
    }

    /// <summary>A group that pilots see and ask to join, unless said otherwise.</summary>
    internal async Task<TestGroup> GroupAsync(Action<SelfServiceGroup>? set = null, string? name = null)
    {
        name ??= $"Wing {Interlocked.Increment(ref _next)}";
        var group = await SendAsync(new CreateGroup(name));
        await ChangeAsync(group, g =>
        {
            (g.IsInternal, g.IsHidden) = (false, false);
            set?.Invoke(g);
        });
        return new TestGroup(group, name);
    }

    internal Task ChangeAsync(GroupId group, Action<SelfServiceGroup> change) => DoAsync(async services =>
    {
        var db = services.GetRequiredService<GroupManagementDb>();
        await db.EnsureGroupAsync(group, CancellationToken.None);
        change(await db.Groups.SingleAsync(g => g.Id == group));
        await db.SaveChangesAsync();
        await services.GetRequiredService<GroupBook>().DropAsync(CancellationToken.None);
    });

    internal Task<T> DbAsync<T>(Func<GroupManagementDb, Task<T>> ask) => AskAsync(s => ask(s.GetRequiredService<GroupManagementDb>()));

    public Task PutInAsync(GroupId group, params UserId[] users) =>
        SendAsync(new AddToGroups([.. users.Select(u => new Membership(u, group))], Actor: null, "test"));

    public async Task<bool> IsInAsync(UserId user, GroupId group) =>
        (await SendAsync(new FindMembersOf([group]))).Contains(new Membership(user, group));

    internal Task<List<GroupLogEntry>> LogAsync(GroupId group) => DbAsync(db => db.Log.AsNoTracking().Where(l => l.GroupId == group).OrderBy(l => l.Id).ToListAsync());

    internal Task<List<GroupRequest>> RequestsAsync(GroupId group) => DbAsync(db => db.Requests.AsNoTracking().Where(r => r.GroupId == group).OrderBy(r => r.Id).ToListAsync());

    /// <summary>Gives a user a permission directly.</summary>
    public Task GrantAsync(UserId user, string permission) => DoAsync(async s =>
    {
        var group = await s.GetRequiredService<IMediator>().Send(new CreateGroup($"Grants of {user} {permission}"));
        await s.GetRequiredService<IMediator>().Send(new SetGroupPermissions(group, [permission], null));
        await s.GetRequiredService<IMediator>().Send(new AddToGroups([new Membership(user, group)], null, "test"));
    });

    /// <summary>What a user was told: level and title key, oldest first.</summary>
    public async Task<IReadOnlyList<(NotificationLevel Level, string Title)>> ToldAsync(UserId user)
    {
        await DeliverEventsAsync();
        var told = await ReadAsync<string>($"SELECT string_agg(level || ' ' || title, ';' ORDER BY id) FROM notifications.notifications WHERE user_id = {user} AND title LIKE 'groupmanagement%'");
        return [.. (told ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(t => ((NotificationLevel)int.Parse(t.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), t.Split(' ')[1]))];
    }

    private async Task<GroupPilot> SignInAsync(long? alliance)
    {
        var pilot = Cast.Pilot(alliance);
        var visitor = NewVisitor();
        await visitor.SignInAsync(pilot);
        var user = (await SendAsync(new FindOwners([pilot.Id])))[pilot.Id];
        await DeliverEventsAsync();
        return new GroupPilot(visitor, user, pilot.Name);
    }
}

/// <summary>Somebody signed in.</summary>
public sealed record GroupPilot(Visitor Visitor, UserId User, string Name)
{
    public Task<VisitedPage> OpenAsync(string address) => Visitor.OpenAsync(address);

    /// <summary>Posts as a hand-made request would, with a good token.</summary>
    public async Task<VisitedPage> ForgeAsync(string address, params IReadOnlyList<(string Name, string Value)> fields)
    {
        var page = await Visitor.OpenAsync("/account/logout/");
        var token = page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        return await Visitor.PostAsync(
            address, [new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))], partial: true);
    }
}

/// <summary>A group that a test made.</summary>
public sealed record TestGroup(GroupId Id, string Name)
{
    public string Card => $"#group-{Id}";
}
