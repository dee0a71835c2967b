using System.Net;
using Polly;
using Polly.Retry;

namespace AllianceAuth.Shared.Infrastructure.Http;

/// <summary>
/// Tries a call again when the connection failed or the server stumbled: three more times, after 0.2, 0.4 and 0.8 seconds. EVE-018.
/// Only calls that may be repeated: by their method, or because the caller marked them so.
/// </summary>
public sealed class RetryTransientFailures : DelegatingHandler
{
    /// <summary>Set to true on a POST that changes nothing, such as ESI's look-ups of many ids; to false on a call that must not be repeated.</summary>
    public static readonly HttpRequestOptionsKey<bool> MayRepeat = new("AllianceAuth.MayRepeat");

    private const int Retries = 3;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    internal RetryTransientFailures(TimeProvider clock) => _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Retries,
            DelayGenerator = static retry => ValueTask.FromResult<TimeSpan?>(TimeSpan.FromSeconds(0.2 * Math.Pow(2, retry.AttemptNumber))),
            ShouldHandle = static attempt => ValueTask.FromResult(IsTransient(attempt.Outcome, attempt.Context.CancellationToken)),
        })
        .Build();

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Repeatable(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        HttpResponseMessage? last = null;
        return await _pipeline.ExecuteAsync(
            async token =>
            {
                last?.Dispose();
                return last = await base.SendAsync(request, token);
            },
            cancellationToken);
    }

    private static bool Repeatable(HttpRequestMessage request) => request.Options.TryGetValue(MayRepeat, out var may)
        ? may
        : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options;

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, CancellationToken cancellationToken) => outcome switch
    {
        { Exception: HttpRequestException } => true,
        // The connect timeout surfaces as a cancellation that nobody asked for.
        { Exception: OperationCanceledException } => !cancellationToken.IsCancellationRequested,
        // A server that says when to come back means it: the caller decides.
        { Result: { } response } => response.StatusCode >= HttpStatusCode.InternalServerError && response.Headers.RetryAfter is null,
        _ => false,
    };
}
