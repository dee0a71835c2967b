using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Outbox;
using AllianceAuth.Shared.Infrastructure.Platform;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Tests.Outbox;

public sealed class OutboxTests(PlatformFixture site) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task A_handler_that_fails_keeps_no_other_from_the_event_and_the_event_is_tried_again()
    {
        var seen = new Seen();
        await using var node = site.BuildNode(services => services
            .AddSingleton(seen)
            .AddScoped<Desk>()
            .AddScoped<INotificationHandler<ChangeRecorded>, Spoiler>()
            .AddScoped<INotificationHandler<ChangeRecorded>, Reader>()
            .AddScoped<INotificationHandler<ChangeRecorded>, Reader>());
        var id = await RaiseAsync(node);

        await node.Get<OutboxDispatcher>().DrainAsync(default);

        // The desk of whoever failed is not handed on.
        Assert.Equal([false, false], seen.Desks);
        var waiting = await node.AskAsync((PlatformDb db) => db.Outbox.AsNoTracking().SingleAsync(m => m.Id == id));
        Assert.Equal((1, "InvalidOperationException: spoiled"), (waiting.Attempts, waiting.LastError));
        await node.AskAsync((PlatformDb db) => db.Outbox.ExecuteDeleteAsync());
    }

    [Fact]
    public async Task A_module_whose_outbox_cannot_be_read_keeps_no_other_module_s_events()
    {
        await using var node = site.BuildNode(services => services.AddModuleDatabase<MissingDb>("missing"));
        await RaiseAsync(node);

        await Assert.ThrowsAsync<AggregateException>(() => node.Get<OutboxDispatcher>().DrainAsync(default));

        Assert.Empty(await node.AskAsync((PlatformDb db) => db.Outbox.AsNoTracking().ToListAsync()));
    }

    private static Task<Guid> RaiseAsync(Node node) => node.AskAsync(async (PlatformDb db) =>
    {
        var happened = new ChangeRecorded(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow().AddMinutes(-1), "app", "model", "1", "One", ChangeKind.Changed, [], null);
        db.Raise(happened);
        await db.SaveChangesAsync();
        return happened.EventId;
    });

    private sealed class Seen
    {
        public List<bool> Desks { get; } = [];
    }

    private sealed class Desk
    {
        public bool IsSpoiled { get; set; }
    }

    private sealed class Spoiler(Desk desk) : INotificationHandler<ChangeRecorded>
    {
        public Task Handle(ChangeRecorded notification, CancellationToken cancellationToken)
        {
            desk.IsSpoiled = true;
            throw new InvalidOperationException("spoiled");
        }
    }

    private sealed class Reader(Desk desk, Seen seen) : INotificationHandler<ChangeRecorded>
    {
        public Task Handle(ChangeRecorded notification, CancellationToken cancellationToken)
        {
            seen.Desks.Add(desk.IsSpoiled);
            return Task.CompletedTask;
        }
    }

    private sealed class MissingDb(DbContextOptions<MissingDb> options) : ModuleDbContext(options, "missing");
}
