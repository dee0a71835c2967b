using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Secrets;
using MediatR;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Features.BeginSsoLogin;

/// <summary>Notes a round trip and builds the address of the SSO. Others of the same browser stay: several tabs may be on their way at once.</summary>
internal sealed class BeginSsoLoginHandler(EveOnlineDb db, SsoClient sso, ISecretProtector protector, IOptions<SsoSettings> settings, TimeProvider clock)
    : IRequestHandler<StartSsoRoundTrip, Uri>
{
    public async Task<Uri> Handle(StartSsoRoundTrip request, CancellationToken cancellationToken)
    {
        if (!RoundTrip.IsLocalPath(request.ReturnPath))
        {
            throw new ArgumentException("The way back must be a path of this site.", nameof(request));
        }

        var scopes = request.Scopes is { Count: > 0 } asked ? asked : settings.Value.LoginScopeList;
        var state = Pkce.NewSecret();
        var verifier = Pkce.NewVerifier();
        var now = clock.GetUtcNow();
        db.RoundTrips.Add(new RoundTrip
        {
            Id = Guid.CreateVersion7(now),
            StateHash = Pkce.Hash(state),
            BrowserHash = Pkce.Hash(request.BrowserKey),
            Verifier = protector.Protect(verifier),
            ReturnPath = request.ReturnPath,
            Scopes = [.. scopes],
            UserId = request.User,
            CreatedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        return sso.AuthorizeUrl(state, verifier, scopes);
    }
}
