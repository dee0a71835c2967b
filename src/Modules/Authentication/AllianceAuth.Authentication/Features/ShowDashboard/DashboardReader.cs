using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using MediatR;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Authentication.Features.ShowDashboard;

/// <summary>
/// What several parts of one dashboard need, read once. Parts are rendered side by side while a database context serves one question at a
/// time, so the questions queue here.
/// </summary>
internal sealed class DashboardReader(IMediator mediator, IEnumerable<IAttentionSource> sources, ILogger<DashboardReader> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private IReadOnlyList<OwnedCharacter>? _characters;

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>The user's characters by name, the main first.</summary>
    public async Task<IReadOnlyList<OwnedCharacter>> CharactersAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return _characters ??=
            [
                .. (user.Characters.Count == 0 ? [] : await mediator.Send(new FindOwnedCharacters(user.Characters), cancellationToken))
                    .OrderByDescending(c => c.Character.CharacterId == user.Main?.CharacterId)
                    .ThenBy(c => c.Character.Name, StringComparer.CurrentCulture),
            ];
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>What all modules want the user to do. A module that fails is logged and left out.</summary>
    public async Task<IReadOnlyList<AttentionItem>> AttentionAsync(AccessSnapshot user, CancellationToken cancellationToken)
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
