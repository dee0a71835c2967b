using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Features.ShowDashboard;

/// <summary>
/// What several parts of one dashboard need, read once. Parts are rendered side by side while a database context serves one question at a
/// time, so the questions queue here.
/// </summary>
internal sealed class DashboardReader(IMediator mediator) : IDisposable
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
}
