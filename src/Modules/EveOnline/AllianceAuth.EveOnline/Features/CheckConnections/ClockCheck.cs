using System.Globalization;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Checks;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Features.CheckConnections;

/// <summary>Our clock agrees with the SSO's: tokens that are not valid yet, or not any more, are refused.</summary>
internal sealed class ClockCheck(IHttpClientFactory clients, IOptions<SsoSettings> settings, TimeProvider clock) : ISiteCheck
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    public string Name => "Clock";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(SsoClient.HttpClientName);
        using var answer = await client.GetAsync(new Uri($"{settings.Value.BaseUrl.TrimEnd('/')}/oauth/jwks"), cancellationToken);
        if (answer.Headers.Date is not { } theirs)
        {
            return CheckResult.Warning("The SSO does not tell the time.", "Make sure a time service (chrony, systemd-timesyncd) runs.");
        }

        var skew = (clock.GetUtcNow() - theirs).Duration();
        var found = string.Create(CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0} s apart from the SSO's.");
        return skew > MostSkew
            ? CheckResult.Failed(found, "Run a time service (chrony, systemd-timesyncd): sign-ins fail when the clock is wrong.")
            : CheckResult.Fine(found);
    }
}
