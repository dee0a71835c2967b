using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>The way to the server for jobs beside the engine: they ask nothing while the service rests, and what goes wrong lets it rest for everybody.</summary>
internal sealed class PatientDesk(QueryDesk desk, ServicesDb db, ServiceRests rests, TimeProvider clock)
{
    /// <summary>Asks the server, unless it rests.</summary>
    /// <returns>What it told; null while it rests.</returns>
    /// <exception cref="ServiceException">It could not be done, with the reason.</exception>
    public async Task<T?> AskAsync<T>(Func<QueryServer, Task<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        await db.EnsureStatesAsync([TeamSpeak3Connector.Name], cancellationToken);
        var state = await db.States.AsNoTracking().SingleAsync(s => s.Name == TeamSpeak3Connector.Name, cancellationToken);
        if (state.RestsUntil > clock.GetUtcNow())
        {
            return null;
        }

        try
        {
            var told = await desk.UseAsync(work, cancellationToken);
            await rests.AnsweredAsync(state, cancellationToken);
            return told;
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Busy or ServiceTrouble.Down or ServiceTrouble.Misconfigured)
        {
            await rests.RestAsync(state, trouble, cancellationToken);
            throw;
        }
    }
}
