using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Authentication.Features.ShowDashboard;

/// <summary>Gathers what all modules want the user to do.</summary>
internal sealed class AttentionReader(IEnumerable<IAttentionSource> sources, ILogger<AttentionReader> logger)
{
    /// <summary>All of it. A module that fails is logged and left out.</summary>
    public async Task<IReadOnlyList<AttentionItem>> FindAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        var items = new List<AttentionItem>();
        foreach (var source in sources)
        {
            try
            {
                items.AddRange(await source.FindAsync(user, cancellationToken));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // One module's fault may cost its lines, never the dashboard. AUTH-091.
                logger.LogError(error, "{Source} could not say what needs the user.", source.GetType().Name);
            }
        }

        return items;
    }
}
