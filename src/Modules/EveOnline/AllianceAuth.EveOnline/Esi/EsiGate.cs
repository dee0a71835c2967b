using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.Shared.Infrastructure.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Esi;

/// <summary>
/// The one way to ESI for the whole site. Asks nothing before it expires, stays clear of the error limit and the rate limits, which all nodes
/// share, rests when ESI is in trouble, and gives the last good answer with its age when there is no new one.
/// </summary>
internal sealed class EsiGate(IHttpClientFactory http, IServiceScopeFactory scopes, EsiQueue queue, IOptions<EsiSettings> settings, TimeProvider clock, ILogger<EsiGate> logger)
{
    public const string HttpClientName = "eveonline.esi";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    // What does not exist is asked for again after an hour: errors are dear.
    private static readonly TimeSpan KeepMissing = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    public async Task<EsiAnswer<T>> AskAsync<T>(EsiCall call, CancellationToken cancellationToken)
    {
        // A scope of its own: several calls of one job may be under way at once.
        await using var scope = scopes.CreateAsyncScope();
        var budgets = scope.ServiceProvider.GetRequiredService<EsiBudgets>();
        if (call.Route.Method != HttpMethod.Get)
        {
            return await SendAsync<T>(call, null, budgets, null, cancellationToken);
        }

        using var turn = await queue.EnterLineAsync(call.CacheKey, cancellationToken);
        var responses = scope.ServiceProvider.GetRequiredService<EsiResponses>();
        var known = await responses.FindAsync(call.CacheKey, cancellationToken);
        if (known is not null && known.ExpiresAt > clock.GetUtcNow() && known.Status != 0)
        {
            return Read<T>(known, call.Route);
        }

        if (!await responses.ClaimAsync(call.CacheKey, cancellationToken))
        {
            // Another node is asking, or has just been told.
            known = await responses.FindAsync(call.CacheKey, cancellationToken);
            return known is not null && known.ExpiresAt > clock.GetUtcNow() && known.Status != 0
                ? Read<T>(known, call.Route)
                : LastGood<T>(known, new EsiTrouble(EsiTrouble.Busy, "Another node is asking for it."));
        }

        try
        {
            return await SendAsync<T>(call, known, budgets, responses, cancellationToken);
        }
        finally
        {
            await responses.ReleaseAsync(call.CacheKey, CancellationToken.None);
        }
    }

    private async Task<EsiAnswer<T>> SendAsync<T>(EsiCall call, EsiResponse? known, EsiBudgets budgets, EsiResponses? responses, CancellationToken cancellationToken)
    {
        var tries = call.Importance switch
        {
            EsiImportance.Background => 1,
            EsiImportance.Person => Math.Min(2, settings.Value.Retries + 1),
            _ => settings.Value.Retries + 1,
        };
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryAsync<T>(call, known, budgets, responses, cancellationToken);
            if (attempt >= tries || answer is not (EsiAnswer<T>.Unknown or EsiAnswer<T>.Stale) || !MayTryAgain(answer))
            {
                return answer;
            }

            // Jitter: the nodes should not come back in step.
            var delay = settings.Value.RetryDelaySeconds * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
            await Task.Delay(TimeSpan.FromSeconds(delay), clock, cancellationToken);
        }
    }

    private static bool MayTryAgain<T>(EsiAnswer<T> answer) =>
        (answer as EsiAnswer<T>.Unknown)?.Reason.Code is EsiTrouble.Unreachable or EsiTrouble.ServerErrors
        || (answer as EsiAnswer<T>.Stale)?.Reason.Code is EsiTrouble.Unreachable or EsiTrouble.ServerErrors;

    private async Task<EsiAnswer<T>> TryAsync<T>(EsiCall call, EsiResponse? known, EsiBudgets budgets, EsiResponses? responses, CancellationToken cancellationToken)
    {
        if (call.Importance == EsiImportance.Background && IsDowntime(clock.GetUtcNow()))
        {
            return LastGood<T>(known, new EsiTrouble(EsiTrouble.Downtime, "Daily downtime from 11:00 to 11:15."));
        }

        using var slot = await queue.EnterSlotAsync(cancellationToken);
        var key = EsiBudgets.KeyOf(call.Route, call.Character);
        if (await budgets.ReserveAsync(call.Route, key, call.Importance, cancellationToken) is { } refused)
        {
            return LastGood<T>(known, refused);
        }

        var settled = false;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (call.Importance == EsiImportance.Person)
            {
                patience.CancelAfter(TimeSpan.FromSeconds(settings.Value.PersonWaitsSeconds));
            }

            using var request = Request(call, known);
            using var response = await http.CreateClient(HttpClientName).SendAsync(request, patience.Token);
            var limits = LimitHeaders.Of(response);
            await budgets.SettleAsync(call.Route, key, limits, (int)response.StatusCode, cancellationToken);
            settled = true;
            return await JudgeAsync<T>(call, key, known, response, limits, budgets, responses, patience.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.LogWarning("ESI could not be reached for {Call}: {Reason}", call, error.Message);
            await NoteFailureAsync(call, budgets, $"{call}: {error.Message}", settled ? null : key, cancellationToken);
            return LastGood<T>(known, new EsiTrouble(EsiTrouble.Unreachable, error.Message));
        }
        finally
        {
            if (!settled && cancellationToken.IsCancellationRequested)
            {
                await budgets.ReleaseAsync(call.Route, key, CancellationToken.None);
            }
        }
    }

    private async Task<EsiAnswer<T>> JudgeAsync<T>(
        EsiCall call, string key, EsiResponse? known, HttpResponseMessage response, LimitHeaders limits, EsiBudgets budgets, EsiResponses? responses, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case 304 when known?.Body is { } body && responses is not null:
                var until = ExpiryOf(call, response);
                await responses.ConfirmAsync(call.CacheKey, until, cancellationToken);
                return ReadBody<T>(body, SaidAt(call.Route, until, clock.GetUtcNow())) ?? LastGood<T>(known, new EsiTrouble(EsiTrouble.Unreadable, $"{call}: the stored answer cannot be read."));
            case >= 200 and < 300:
                return await TakeAsync<T>(call, key, known, response, budgets, responses, cancellationToken);
            case 404 or 422:
            case 400 when call.Route.IsLookUp:
                var message = await MessageAsync(response, cancellationToken);
                if (responses is not null)
                {
                    await responses.StoreAsync(call.CacheKey, 404, message, null, clock.GetUtcNow() + KeepMissing, cancellationToken);
                }

                return new EsiAnswer<T>.NotFound(message);
            case 420:
                return await LimitedAsync<T>(call, EsiBudget.Everything, known, EsiTrouble.ErrorLimit, TimeSpan.FromSeconds((limits.ErrorsResetSeconds ?? 60) + 1), budgets, cancellationToken);
            case 429:
                var group = response.Headers.Contains("X-Ratelimit-Group") && call.Route.Group is not null ? key : EsiBudget.Everything;
                return await LimitedAsync<T>(call, group, known, EsiTrouble.RateLimit, (limits.RetryAfter ?? TimeSpan.FromMinutes(1)) + TimeSpan.FromSeconds(1), budgets, cancellationToken);
            case >= 500:
                var error = $"{call}: {status} {await MessageAsync(response, cancellationToken)}";
                logger.LogWarning("ESI answered {Status} to {Call}.", status, call);
                await NoteFailureAsync(call, budgets, error, null, cancellationToken);
                return LastGood<T>(known, new EsiTrouble(EsiTrouble.ServerErrors, error, status));
            default:
                var refusal = $"{call}: {status} {await MessageAsync(response, cancellationToken)}";
                logger.LogWarning("ESI refused {Call} with {Status}.", call, status);
                await budgets.NoteErrorAsync(key, Short(refusal), cancellationToken);
                return LastGood<T>(known, new EsiTrouble(EsiTrouble.Refused, refusal, status));
        }
    }

    private async Task<EsiAnswer<T>> TakeAsync<T>(EsiCall call, string key, EsiResponse? known, HttpResponseMessage response, EsiBudgets budgets, EsiResponses? responses, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var until = ExpiryOf(call, response);
        if (ReadBody<T>(body, SaidAt(call.Route, until, clock.GetUtcNow())) is not { } answer)
        {
            logger.LogWarning("ESI's answer to {Call} cannot be read.", call);
            await budgets.NoteErrorAsync(key, Short($"{call}: the answer cannot be read."), cancellationToken);
            return LastGood<T>(known, new EsiTrouble(EsiTrouble.Unreadable, $"{call}: the answer cannot be read.", (int)response.StatusCode));
        }

        if (responses is not null)
        {
            await responses.StoreAsync(call.CacheKey, 200, body, response.Headers.ETag?.ToString(), until, cancellationToken);
        }

        return answer;
    }

    private async Task<EsiAnswer<T>> LimitedAsync<T>(EsiCall call, string key, EsiResponse? known, string reason, TimeSpan wait, EsiBudgets budgets, CancellationToken cancellationToken)
    {
        // A limit was passed: by another program at our address, or by a fault of ours. Work for whoever reads the log.
        logger.LogError("ESI's limit was passed by {Call}; all nodes wait {Wait}.", call, wait);
        await budgets.PauseAsync(key, wait < LongestPause ? wait : LongestPause, reason, Short($"{call}: {reason}"), cancellationToken);
        return LastGood<T>(known, new EsiTrouble(reason, $"Waiting {wait}."));
    }

    private static async Task NoteFailureAsync(EsiCall call, EsiBudgets budgets, string error, string? unsettledKey, CancellationToken cancellationToken)
    {
        if (unsettledKey is not null)
        {
            await budgets.SettleAsync(call.Route, unsettledKey, LimitHeaders.None, null, cancellationToken);
        }

        await budgets.NoteServerErrorAsync(Short(error), cancellationToken);
    }

    private HttpRequestMessage Request(EsiCall call, EsiResponse? known)
    {
        var request = new HttpRequestMessage(call.Route.Method, new Uri(settings.Value.BaseUrl.TrimEnd('/') + call.Path));
        // The budget is reserved call by call, so the tries are counted here and not below us.
        request.Options.Set(RetryTransientFailures.MayRepeat, false);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("X-Compatibility-Date", EsiSettings.CompatibilityDate);
        request.Headers.Add("X-Tenant", settings.Value.Tenant);
        if (known is { ETag: { } etag, Body: not null })
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        if (call.Bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Bearer);
        }

        if (call.Body is not null)
        {
            request.Content = JsonContent.Create(call.Body, call.Body.GetType(), options: Json);
        }

        return request;
    }

    /// <summary>When the answer may be asked for again, by our clock: the server's two dates are compared with each other, so a wrong clock here does no harm.</summary>
    private DateTimeOffset ExpiryOf(EsiCall call, HttpResponseMessage response)
    {
        var now = clock.GetUtcNow();
        // One second more: the headers are cut to whole seconds.
        return response.Content.Headers.Expires is { } expires
            ? now + (expires - (response.Headers.Date ?? now)) + TimeSpan.FromSeconds(1)
            : now + (response.Headers.CacheControl?.MaxAge ?? call.Route.CacheFor);
    }

    /// <summary>When EVE said it: ESI has a memory of its own, and what ends in an hour but counts for a day is 23 hours old already.</summary>
    private static DateTimeOffset SaidAt(EsiRoute route, DateTimeOffset until, DateTimeOffset heardAt) => until - route.CacheFor < heardAt ? until - route.CacheFor : heardAt;

    private static EsiAnswer<T> Read<T>(EsiResponse known, EsiRoute route) => known.Status == 404
        ? new EsiAnswer<T>.NotFound(known.Body ?? "")
        : ReadBody<T>(known.Body, SaidAt(route, known.ExpiresAt, known.FetchedAt)) ?? new EsiAnswer<T>.Unknown(new EsiTrouble(EsiTrouble.Unreadable, $"{known.Key}: the stored answer cannot be read."));

    private EsiAnswer<T> LastGood<T>(EsiResponse? known, EsiTrouble reason) =>
        known is { Status: 200 } && ReadBody<T>(known.Body, known.FetchedAt) is EsiAnswer<T>.Fresh last
            ? new EsiAnswer<T>.Stale(last.Value, last.At, clock.GetUtcNow() - last.At, reason)
            : new EsiAnswer<T>.Unknown(reason);

    private static EsiAnswer<T>? ReadBody<T>(string? body, DateTimeOffset at)
    {
        try
        {
            return body is not null && JsonSerializer.Deserialize<T>(body, Json) is { } value ? new EsiAnswer<T>.Fresh(value, at) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<string> MessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return Short(JsonSerializer.Deserialize<ErrorBody>(text, Json)?.Error ?? "");
        }
        catch (JsonException)
        {
            // A load balancer's page.
            return "";
        }
    }

    private static bool IsDowntime(DateTimeOffset now) => now.TimeOfDay >= TimeSpan.FromHours(11) && now.TimeOfDay < new TimeSpan(11, 15, 0);

    private static string Short(string text) => text.Length <= 500 ? text : text[..500];

    private sealed record ErrorBody(string? Error = null);
}
