using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Sso;
using MediatR;

namespace AllianceAuth.EveOnline.Features.UseToken;

/// <summary>A working access token for another module's job.</summary>
internal sealed class UseTokenHandler(TokenVault vault) : IRequestHandler<GetAccessToken, BearerToken?>
{
    public Task<BearerToken?> Handle(GetAccessToken request, CancellationToken cancellationToken) =>
        vault.GetAsync(request.CharacterId, request.Scopes, cancellationToken);
}
