using System.Collections.Concurrent;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Tests.Names;

/// <summary>A site with a few invented services, members who may use one of them, and messages that are written down instead of sent.</summary>
public sealed class NamingSite : AppFixture
{
    private int _next = 5000;

    public Pager Pager { get; } = new();

    public StateId Member { get; private set; }

    public StateId Guest { get; private set; }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await this.FurnishAsync();
        var states = await SendAsync(new FindStates());
        (Member, Guest) = (states.Single(s => s.Name == "Member").State, states.Single(s => s.Name == "Guest").State);
    }

    public int Next() => Interlocked.Increment(ref _next);

    public Task<T> SendAsync<T>(IRequest<T> request) => AskAsync(s => s.GetRequiredService<IMediator>().Send(request));

    public async Task<Visitor> WardenAsync()
    {
        var visitor = NewVisitor();
        await visitor.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        return visitor;
    }

    /// <summary>A member who signed in.</summary>
    public async Task<(Visitor Visitor, UserId User, string Name)> PilotAsync(params string[] permissions)
    {
        var character = Cast.Pilot(Furnishing.OurAlliance);
        var visitor = NewVisitor();
        await visitor.SignInAsync(character);
        await DeliverEventsAsync();
        var user = (await SendAsync(new FindOwners([character.Id])))[character.Id];
        if (permissions.Length > 0)
        {
            var group = await GroupAsync();
            await SendAsync(new SetGroupPermissions(group.Group, permissions, null));
            await SendAsync(new AddToGroups([new Membership(user, group.Group)], null, "test"));
            await DeliverEventsAsync();
        }

        return (visitor, user, character.Name);
    }

    public async Task<(GroupId Group, string Name)> GroupAsync()
    {
        var name = $"Wing {Next()}";
        return (await SendAsync(new CreateGroup(name)), name);
    }

    public async Task<StateId> StateAsync()
    {
        var number = Next();
        return new(await ReadAsync<int>($"INSERT INTO authentication.states (name, priority, is_public, revision) VALUES ('State {number}', {number}, false, 0) RETURNING id"));
    }

    internal Task<int> ConfigAsync(NameFormatConfig config) => AskAsync(async services =>
    {
        var db = services.GetRequiredService<ServicesDb>();
        db.NameFormats.Add(config);
        await db.SaveChangesAsync();
        return config.Id;
    });

    protected override void Configure(IServiceCollection services)
    {
        services.AddServiceConnector<Voice>();
        services.AddServiceConnector<Board>();
        services.AddSingleton(Pager);
        services.AddServiceConnector<PagerConnector>();
    }
}

/// <summary>Every call succeeds and does nothing.</summary>
internal abstract class QuietConnector : ServiceConnector
{
    public override Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken) => Task.FromResult(new ServiceApplied(null));

    public override Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<IReadOnlyList<ServiceTestLine>> TestAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ServiceTestLine>>([]);
}

/// <summary>Takes names as they are.</summary>
internal sealed class Voice : QuietConnector
{
    public override ServiceDescription Description { get; } = new("voice", "Voice", Furnishing.MembersPermission, "[{corp_ticker}]{character_name}", "fa-solid fa-microphone");
}

/// <summary>Cleans names, cuts them, and takes each once.</summary>
internal sealed class Board : QuietConnector
{
    public override ServiceDescription Description { get; } = new("board", "Board", Furnishing.MembersPermission, null, "fa-solid fa-comments")
    {
        Abilities = ServiceAbilities.Groups | ServiceAbilities.UniqueNames,
        LongestName = 12,
    };

    public override string CleanName(string name) => name.Replace(' ', '_').Replace("'", "", StringComparison.Ordinal);
}

/// <summary>What was sent, and what the next messages run into.</summary>
public sealed class Pager
{
    private readonly List<(string Message, IReadOnlyList<string> Groups)> _sent = [];
    private readonly Lock _gate = new();

    /// <summary>Thrown for messages that hold a word.</summary>
    public ConcurrentDictionary<string, Exception> Troubles { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<(string Message, IReadOnlyList<string> Groups)> With(string text)
    {
        lock (_gate)
        {
            return [.. _sent.Where(s => s.Message.Contains(text, StringComparison.Ordinal))];
        }
    }

    internal void Send(string message, IReadOnlyList<string> groups)
    {
        lock (_gate)
        {
            if (Troubles.FirstOrDefault(t => message.Contains(t.Key, StringComparison.Ordinal)).Value is { } trouble)
            {
                throw trouble;
            }

            _sent.Add((message, groups));
        }
    }
}

/// <summary>Can send.</summary>
internal sealed class PagerConnector(Pager pager) : QuietConnector
{
    public override ServiceDescription Description { get; } = new("pager", "Pager", Furnishing.MembersPermission, null, "fa-solid fa-pager") { Abilities = ServiceAbilities.Broadcasts };

    public override Task BroadcastAsync(string message, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        pager.Send(message, groups);
        return Task.CompletedTask;
    }
}
