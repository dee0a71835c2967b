using System.Net;
using System.Reflection;
using AllianceAuth.Services.Connectors.Discord.Limits;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Settings;

namespace AllianceAuth.Services.Connectors.Discord.Api;

/// <summary>Every request to Discord goes through here: limits before it, and what concerns the whole service after it.</summary>
internal sealed class DiscordDoor(IHttpClientFactory clients, DiscordLimiter limiter)
{
    public const string HttpClientName = "services.discord";

    /// <summary>Who we are, in the form that Discord asks for; other forms may be shut out.</summary>
    public static string UserAgent(SiteSettings site)
    {
        var version = typeof(DiscordDoor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        return $"DiscordBot ({(site.Url.Length > 0 ? site.Url : "https://localhost")}, {version})";
    }

    /// <summary>Asks Discord.</summary>
    /// <param name="route">Method and template of the address: what shares a limit.</param>
    /// <param name="request">Sent once.</param>
    /// <param name="counts">Whether it keeps to the window of requests.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ServiceException">No answer, not now, or nobody but an admin can help.</exception>
    public async Task<DiscordAnswer> SendAsync(string route, HttpRequestMessage request, bool counts, CancellationToken cancellationToken)
    {
        await limiter.EnterAsync(route, counts, cancellationToken);
        // The engine tries again, and knows what came meanwhile.
        request.Options.Set(RetryTransientFailures.MayRepeat, false);
        using var client = clients.CreateClient(HttpClientName);
        DiscordAnswer answer;
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            await limiter.LearnAsync(route, BucketHeaders.Of(response.Headers), cancellationToken);
            answer = new(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers.RetryAfter?.Delta);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ServiceException.Down("services.discord.trouble.unreachable", error);
        }

        return answer.Status switch
        {
            HttpStatusCode.TooManyRequests => throw await BackOffAsync(route, answer, cancellationToken),
            >= HttpStatusCode.InternalServerError => throw ServiceException.Down("services.discord.trouble.unreachable"),
            _ => answer,
        };
    }

    /// <summary>Passes on what went well.</summary>
    /// <exception cref="DiscordError">Discord refused this one call.</exception>
    /// <exception cref="ServiceException">It would refuse all of them.</exception>
    public static DiscordAnswer Checked(DiscordAnswer answer) => answer.IsSuccess
        ? answer
        : throw ((int)answer.Status, answer.Code) switch
        {
            (401, _) or (_, DiscordCodes.InvalidToken or DiscordCodes.Unauthorized) => ServiceException.Misconfigured("services.discord.trouble.token"),
            (_, DiscordCodes.UnknownGuild or DiscordCodes.MissingAccess) => ServiceException.Misconfigured("services.discord.trouble.guild"),
            (_, DiscordCodes.WrongUserAgent) => ServiceException.Misconfigured("services.discord.trouble.agent"),
            (_, DiscordCodes.SecondFactor) => ServiceException.Misconfigured("services.discord.trouble.secondfactor"),
            var (status, code) => new DiscordError(status, code, answer.Message),
        };

    public static ServiceException Nonsense(DiscordAnswer answer, Exception? inner = null) =>
        ServiceException.Down("services.discord.trouble.nonsense", inner, $"{(int)answer.Status}");

    private async Task<Exception> BackOffAsync(string route, DiscordAnswer answer, CancellationToken cancellationToken)
    {
        var asked = answer.Wait ?? answer.RetryAfter;
        var wait = asked is { } told ? told + DiscordLimiter.Contingency : DiscordLimiter.UsualBackoff;
        var isRoles = DiscordLimiter.IsRoleLimit(route, wait);
        await limiter.StopAsync(isRoles ? DiscordLimit.RoleCreation : DiscordLimit.Backoff, wait, cancellationToken);
        return isRoles ? new DiscordError((int)answer.Status, answer.Code, answer.Message) : ServiceException.Busy(DiscordLimiter.WholeSeconds(wait));
    }
}
