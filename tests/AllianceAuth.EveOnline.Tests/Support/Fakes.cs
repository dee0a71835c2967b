using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Secrets;
using MediatR;

namespace AllianceAuth.EveOnline.Tests.Support;

/// <summary>Notes what was queued; nothing runs by itself.</summary>
internal sealed class QueuedJobs : IJobQueue
{
    private readonly ConcurrentQueue<(string Job, string? Argument)> _queued = new();

    public IReadOnlyList<(string Job, string? Argument)> All => [.. _queued];

    public Task EnqueueAsync<TJob>(string? argument = null, int? priority = null, TimeSpan? delay = null, CancellationToken cancellationToken = default)
        where TJob : IBackgroundJob
    {
        _queued.Enqueue((typeof(TJob).Name, argument));
        return Task.CompletedTask;
    }
}

/// <summary>Notes what users were told.</summary>
internal sealed class ToldUsers
{
    private readonly ConcurrentQueue<Notify> _told = new();

    public IReadOnlyList<Notify> All => [.. _told];

    public void Add(Notify notify) => _told.Enqueue(notify);
}

internal sealed class NotifyHandler(ToldUsers told) : IRequestHandler<Notify>
{
    public Task<Unit> Handle(Notify request, CancellationToken cancellationToken)
    {
        told.Add(request);
        return Unit.Task;
    }
}

/// <summary>Seals so that a test can see that something was sealed.</summary>
internal sealed class TestProtector : ISecretProtector
{
    public string Protect(string plain) => "sealed:" + Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));

    public string Unprotect(string envelope) => envelope.StartsWith("sealed:", StringComparison.Ordinal)
        ? Encoding.UTF8.GetString(Convert.FromBase64String(envelope[7..]))
        : throw new CryptographicException("Not sealed here.");
}

internal sealed class TestUser : ICurrentUser
{
    public AccessSnapshot? Access { get; set; }

    public ValueTask<AccessSnapshot?> FindAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Access);
}

/// <summary>Notes the events the module told, after their commit.</summary>
internal sealed class ToldEvents : INotificationHandler<CharacterAffiliationChanged>, INotificationHandler<TokenAdded>, INotificationHandler<TokenRevoked>
{
    private readonly ConcurrentQueue<INotification> _told = new();

    public IReadOnlyList<INotification> All => [.. _told];

    public IReadOnlyList<T> Of<T>() => [.. _told.OfType<T>()];

    public void Clear() => _told.Clear();

    public Task Handle(CharacterAffiliationChanged notification, CancellationToken cancellationToken) => Note(notification);

    public Task Handle(TokenAdded notification, CancellationToken cancellationToken) => Note(notification);

    public Task Handle(TokenRevoked notification, CancellationToken cancellationToken) => Note(notification);

    private Task Note(INotification notification)
    {
        _told.Enqueue(notification);
        return Task.CompletedTask;
    }
}
