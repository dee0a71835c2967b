using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using AllianceAuth.Shared.Events;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Outbox;

/// <summary>
/// Brings an event to all its handlers, one after another. Unlike MediatR's own publishing, one that fails keeps no other from it; those after it
/// get services of their own, so that they do not save what it left half-done.
/// </summary>
internal abstract class EventDelivery
{
    private static readonly ConcurrentDictionary<Type, EventDelivery> ByType = new();

    public static EventDelivery Of(Type type) =>
        ByType.GetOrAdd(type, static t => (EventDelivery)Activator.CreateInstance(typeof(EventDelivery<>).MakeGenericType(t))!);

    /// <summary>Throws what the handlers threw, when all of them have had their turn.</summary>
    public abstract Task DeliverAsync(IServiceScopeFactory scopes, IIntegrationEvent happened, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class EventDelivery<TEvent> : EventDelivery
    where TEvent : IIntegrationEvent
{
    /// <inheritdoc />
    public override async Task DeliverAsync(IServiceScopeFactory scopes, IIntegrationEvent happened, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        var (next, count) = (0, 0);
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            var handlers = scope.ServiceProvider.GetServices<INotificationHandler<TEvent>>().ToList();
            count = handlers.Count;
            try
            {
                while (next < count)
                {
                    await handlers[next++].Handle((TEvent)happened, cancellationToken);
                }
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested) // Whatever it is, the next handler must not miss the event for it.
            {
                failures.Add(error);
            }
        }
        while (next < count);

        switch (failures)
        {
            case [var only]:
                ExceptionDispatchInfo.Throw(only);
                break;
            case [_, ..]:
                throw new AggregateException(failures);
        }
    }
}
