using System.Globalization;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.Shared.Checks;
using AllianceAuth.Shared.Infrastructure.Http;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Features.CheckConnections;

/// <summary>ESI answers, and knows whom to write to about us.</summary>
internal sealed class EsiCheck(IEsi esi, IOptions<EsiSettings> settings, IOptions<OutsideSettings> outside) : ISiteCheck
{
    public string Name => "ESI";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await esi.StatusAsync(EsiImportance.Person, cancellationToken);
        if (answer is not EsiAnswer<EsiStatus>.Fresh fresh)
        {
            var reason = answer is EsiAnswer<EsiStatus>.Unknown unknown ? unknown.Reason.Detail : "only old data";
            return CheckResult.Failed($"{settings.Value.BaseUrl} does not answer: {reason}.", "Nobody loses anything meanwhile. Check the network, a proxy or firewall, and Esi:BaseUrl.");
        }

        var found = string.Create(CultureInfo.InvariantCulture, $"Answers; {fresh.Value.Players:N0} pilots online.");
        return string.IsNullOrWhiteSpace(outside.Value.Contact)
            ? CheckResult.Warning(found, "Set Outside:Contact: CCP blocks programs whose operator they cannot reach.")
            : CheckResult.Fine(found);
    }
}
