using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Settings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Analytics.Sending;

/// <summary>Speaks the measurement protocol of Google Analytics 4. ANA-017 to ANA-019.</summary>
internal sealed class UsageClient(
    IHttpClientFactory clients, ISecretProtector secrets, IOptionsSnapshot<AnalyticsSettings> settings, IOptionsSnapshot<SiteSettings> site, ILogger<UsageClient> logger)
{
    public const string HttpClientName = "analytics";

    /// <summary>ANA-019.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Where events go now: in development to the address that only checks them. ANA-012.</summary>
    public string Address => $"{settings.Value.BaseUrl.TrimEnd('/')}{(IsChecking ? "/debug/mp/collect" : "/mp/collect")}";

    /// <summary>Whether events are only checked, and recorded by nobody.</summary>
    public bool IsChecking => site.Value.Development && !settings.Value.EnableDebug;

    public async Task<(string Address, int? Status, string Answer)> PostAsync(AnalyticsToken token, string body, CancellationToken cancellationToken)
    {
        var address = Address;
        try
        {
            var secret = token.SealedSecret.Length == 0 ? "" : secrets.Unprotect(token.SealedSecret);
            var query = $"?measurement_id={Uri.EscapeDataString(token.MeasurementId)}&api_secret={Uri.EscapeDataString(secret)}";
            using var client = clients.CreateClient(HttpClientName);
            using var request = new HttpRequestMessage(HttpMethod.Post, address + query) { Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json) };
            request.Options.Set(RetryTransientFailures.MayRepeat, false);
            using var response = await client.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            var status = (int)response.StatusCode;
            if (status >= 400)
            {
                logger.LogDebug("The receiver {Token} of usage statistics answered {Status}.", token.Id, status);
            }

            return (address, status, Clean(answer, secret));
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Nobody is to notice that counting failed; whoever wonders finds it with the event.
            logger.LogDebug(e, "The receiver {Token} of usage statistics cannot be reached.", token.Id);
            return (address, null, e is OperationCanceledException ? $"No answer within {Timeout.TotalSeconds:0} s." : e.GetType().Name);
        }
    }

    private static string Clean(string answer, string secret)
    {
        var clean = (secret.Length == 0 ? answer : answer.Replace(secret, "…", StringComparison.Ordinal)).Replace("\0", "", StringComparison.Ordinal);
        return clean[..Math.Min(clean.Length, SentEvent.AnswerLength)];
    }
}
