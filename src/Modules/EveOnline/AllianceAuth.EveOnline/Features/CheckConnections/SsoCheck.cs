using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Checks;

namespace AllianceAuth.EveOnline.Features.CheckConnections;

/// <summary>The SSO knows our client id and secret. Asked with a refresh token that cannot exist: only a known client is told that it is bad.</summary>
internal sealed class SsoCheck(SsoClient sso) : ISiteCheck
{
    private const string NoSuchToken = "AAAAAAAAAAAAAAAAAAAAAA==";

    public string Name => "SSO credentials";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken) =>
        await sso.RefreshAsync(NoSuchToken, cancellationToken) switch
        {
            TokenAnswer.Rejected => CheckResult.Fine("The SSO knows our client."),
            TokenAnswer.Unreachable unreachable => CheckResult.Failed($"The SSO did not accept the request: {unreachable.Reason}.", "Compare Sso:ClientId and Sso:ClientSecret with the application at https://developers.eveonline.com; if it is down, try again later."),
            _ => CheckResult.Fine("The SSO answers."),
        };
}
