using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AllianceAuth.Simulator.Requests;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Esi;

/// <summary>The transport rules of ESI, the same for every route: dates, tokens, limits, caches.</summary>
internal sealed partial class EsiGateway(World world, AccessTokenReader tokens, LiveSettings settings, EsiCache cache, ErrorLimit errors, RateLimit rates, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Parameters that say who asks or how, not what.</summary>
    private static readonly string[] NotPartOfTheResource = ["token", "user_agent", "compatibility_date", "datasource", "language"];

    private static readonly EsiRoute Unknown = new("*", "*", _ => EsiReply.Error(StatusCodes.Status404NotFound, "Not found"));

    public void Map(IEndpointRouteBuilder routes, IEnumerable<EsiRoute> operations)
    {
        foreach (var route in operations)
        {
            routes.MapMethods($"/esi{route.Pattern}", [route.Verb], http => HandleAsync(http, route));
        }

        routes.Map("/esi/{**rest}", http =>
        {
            RequestRecorder.Report(http, Violation.UnknownRoute);
            return HandleAsync(http, Unknown);
        });
    }

    /// <summary>Makes a path of the old style (<c>/latest/…/</c>, <c>/v5/…/</c>) one of the new. Runs before routing.</summary>
    public static void Modernise(HttpContext http)
    {
        if (OldStyle().Match(http.Request.Path.Value ?? "") is { Success: true } match)
        {
            http.Request.Path = $"/esi/{match.Groups["rest"].Value}";
        }
    }

    public void Reset()
    {
        cache.Reset();
        errors.Reset();
        rates.Reset();
    }

    private async Task HandleAsync(HttpContext http, EsiRoute route)
    {
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var read = Bearer(http) is { } bearer ? tokens.Read(bearer) : null;
        var caller = read?.Token is { } token ? FormattableString.Invariant($"{token.ClientId}:{token.CharacterId}") : address;
        http.Response.Headers["X-Esi-Request-Id"] = http.TraceIdentifier;
        if (http.Request.Headers.UserAgent.Count == 0 && http.Request.Headers["X-User-Agent"].Count == 0 && http.Request.Query["user_agent"].Count == 0)
        {
            RequestRecorder.Report(http, Violation.MissingUserAgent);
        }

        var limits = settings.Value.Limits;
        if (limits && errors.IsSpent(address))
        {
            errors.WriteTo(http.Response.Headers, address);
            await WriteAsync(http, EsiReply.Error(420, "This software has exceeded the error limit for ESI. If you are a user, please contact the maintainer of this software."));
            return;
        }

        if (limits && route.Group is { } bucket && rates.Wait(bucket, caller) is { } seconds)
        {
            rates.WriteTo(http.Response.Headers, bucket, caller);
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(http, EsiReply.Error(StatusCodes.Status429TooManyRequests, "Rate limit exceeded"));
            return;
        }

        var reply = await AnswerAsync(http, route, read);
        var answer = reply.Status == StatusCodes.Status200OK ? Cached(http, route, reply, $"{address} {http.Request.Headers.UserAgent}") : null;
        var status = answer is not null && Unchanged(http.Request, answer) ? StatusCodes.Status304NotModified : reply.Status;
        if (route.Group is { } group)
        {
            rates.Spend(group, caller, status);
            rates.WriteTo(http.Response.Headers, group, caller);
        }
        else
        {
            if (status >= 400)
            {
                errors.Count(address);
            }

            errors.WriteTo(http.Response.Headers, address);
        }

        if (status == StatusCodes.Status304NotModified)
        {
            http.Response.StatusCode = status;
            return;
        }

        await WriteAsync(http, reply, answer?.Body);
    }

    private async Task<EsiReply> AnswerAsync(HttpContext http, EsiRoute route, ReadToken? read)
    {
        var asked = http.Request.Headers["X-Compatibility-Date"] is [{ } header] ? header : http.Request.Query["compatibility_date"].ToString();
        var now = clock.GetUtcNow();
        if (EsiTime.Effective(asked, now) is not { } date)
        {
            return EsiReply.BadRequest("X-Compatibility-Date is not a date that this API knows", "header.X-Compatibility-Date", asked);
        }

        http.Response.Headers["X-Compatibility-Date"] = EsiTime.Text(date);
        var id = 0L;
        if (http.Request.RouteValues.FirstOrDefault(v => v.Key != "rest") is { Key: { } name, Value: string value }
            && !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            return EsiReply.BadRequest("expected a number", $"path.{name}", value);
        }

        if (route.Scope is { } scope && Refusal(read, scope, route.OwnCharacterOnly ? id : null) is { } refusal)
        {
            return refusal;
        }

        using var body = new StreamReader(http.Request.Body);
        var current = settings.Value;
        return route.Answer(new EsiCall(world, now, current)
        {
            Id = id,
            Query = http.Request.Query,
            Body = await body.ReadToEndAsync(http.RequestAborted),
            Token = read?.Token,
            CompatibilityDate = date,
            ImageAddress = $"{http.Request.Scheme}://{http.Request.Host}/images",
            Hold = (key, life, make) => current.CacheLag ? cache.Hold(key, life, now, make) : make(),
        });
    }

    private static EsiReply? Refusal(ReadToken? read, string scope, long? characterId) => read switch
    {
        null => EsiReply.Error(StatusCodes.Status401Unauthorized, "Authorization header is required but not provided"),
        { Refusal: { } because } => new(StatusCodes.Status403Forbidden, new { Error = because, read.SsoStatus }),
        { Token: { } token } when !token.Scopes.Contains(scope) => EsiReply.Error(StatusCodes.Status403Forbidden, $"token is not valid for scope(s): {scope}"),
        { Token: { } token } when characterId is not null && characterId != token.CharacterId => EsiReply.Error(StatusCodes.Status403Forbidden, "token is not valid for the requested character"),
        _ => null,
    };

    /// <summary>Gives the answer its cache headers. Null for routes without.</summary>
    private CachedAnswer? Cached(HttpContext http, EsiRoute route, EsiReply reply, string client)
    {
        var headers = http.Response.Headers;
        if (reply.Pages is { } pages)
        {
            headers["X-Pages"] = pages.ToString(CultureInfo.InvariantCulture);
        }

        if (route.Localized)
        {
            headers.ContentLanguage = "en";
        }

        if (route.Cache is null && !route.UntilDowntime)
        {
            return null;
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var life = settings.Value.CacheSeconds is { } set ? TimeSpan.FromSeconds(set) : route.Cache;
        var resource = Resource(http);
        var answer = cache.Keep(resource, Bytes(reply), settings.Value.CacheLag, now, life is { } span ? now + span : EsiTime.NextDowntimeEnd(now));
        headers.ETag = answer.ETag;
        headers.LastModified = EsiTime.Header(answer.LastModified);
        headers.Expires = EsiTime.Header(answer.Expires);
        headers.CacheControl = FormattableString.Invariant($"{(route.Scope is null ? "public" : "private")}, max-age={(answer.Expires - now).TotalSeconds:0}");
        if (cache.Deliver(client, resource, now, answer.Expires))
        {
            RequestRecorder.Report(http, Violation.RequestedBeforeExpires);
        }

        return answer;
    }

    private static bool Unchanged(HttpRequest request, CachedAnswer answer)
    {
        if (request.Headers.IfNoneMatch is { Count: > 0 } tags)
        {
            return tags.Any(tag => tag!.Contains(answer.ETag, StringComparison.Ordinal));
        }

        return DateTimeOffset.TryParse(request.Headers.IfModifiedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) && answer.LastModified <= since;
    }

    private static string Resource(HttpContext http)
    {
        var query = http.Request.Query.Where(q => !NotPartOfTheResource.Contains(q.Key)).OrderBy(q => q.Key, StringComparer.Ordinal).Select(q => $"{q.Key}={q.Value}");
        return $"{http.Request.Path.Value!.TrimEnd('/')}?{string.Join('&', query)}#{http.Response.Headers["X-Compatibility-Date"]}";
    }

    private static string? Bearer(HttpContext http)
    {
        var header = AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var sent) && string.Equals(sent.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) ? sent.Parameter : null;
        return header ?? (http.Request.Query["token"] is [{ Length: > 0 } token] ? token : null);
    }

    private static byte[] Bytes(EsiReply reply) => JsonSerializer.SerializeToUtf8Bytes(reply.Body, Json);

    private static async Task WriteAsync(HttpContext http, EsiReply reply, byte[]? body = null)
    {
        var bytes = body ?? Bytes(reply);
        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    [GeneratedRegex("^/esi/(latest|legacy|dev|v[0-9]+)/(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OldStyle();
}
