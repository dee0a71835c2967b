using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Authentication.Features.ShowDashboard;

/// <summary>Characters whose proof is no longer accepted: without a new sign-in they are lost.</summary>
internal sealed class TokensThatNeedAttention(DashboardReader reader, IStringLocalizer<AuthenticationModule> texts) : IAttentionSource
{
    public async ValueTask<IReadOnlyList<AttentionItem>> FindAsync(AccessSnapshot user, CancellationToken cancellationToken) =>
    [
        .. (await reader.CharactersAsync(user, cancellationToken))
            .Where(c => c.Token is not TokenHealth.Valid)
            .Select(c => new AttentionItem(
                "fa-solid fa-key",
                texts["authentication.attention.token.title", c.Character.Name],
                texts["authentication.attention.token.detail"],
                texts["authentication.attention.token.action"],
                "/account/characters/add/")),
    ];
}
