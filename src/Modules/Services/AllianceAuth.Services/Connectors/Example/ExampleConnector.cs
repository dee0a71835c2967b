using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Example;

/// <summary>
/// The smallest connector that does everything: copy this folder to begin one of your own. It speaks to a service with a plain HTTP API; the chapter for
/// connector authors says where to find one. Nothing here decides who has an account, counts tries or waits: that is the engine's.
/// </summary>
internal sealed class ExampleConnector(IHttpClientFactory clients, IOptionsSnapshot<ExampleSettings> settings) : ServiceConnector
{
    // Your service's permission. The one line elsewhere is its declaration among the permissions of the module.
    public const string AccessPermission = "example.access_example";

    public const string HttpClientName = "services.example";

    // What the service is and what it can do. The engine asks for nothing that is not named here: without Reading it never looks for drift, without
    // UniqueNames it sets no equal names apart, without LoginNames a login stays as it was when the account was made.
    public override ServiceDescription Description { get; } = new("example", "Example", AccessPermission, DefaultNameFormat: null, "fa-solid fa-flask")
    {
        Abilities = ServiceAbilities.Groups | ServiceAbilities.DisplayNames | ServiceAbilities.Passwords
            | ServiceAbilities.UniqueNames | ServiceAbilities.Reading | ServiceAbilities.Broadcasts,
        LongestName = 60,
    };

    // Without an address the service does not exist on this site: no card, no permission checks, no work.
    public override bool IsInstalled => settings.Value.BaseUrl.Length > 0;

    // Called to make an account, to change one, and again after a crash in which the answer was lost. So it says how the account should be, never what to
    // add to it, and it names the account itself: asking twice makes one account, not two.
    public override async Task<ServiceApplied> ApplyAsync(ServiceAccount account, ServiceWish wish, CancellationToken cancellationToken)
    {
        // The secret is a password here, and only there when the pilot set a new one. Null leaves the old one.
        var body = new AccountBody(wish.LoginName, wish.DisplayName, wish.Groups, account.Secret);
        // PUT makes it, or replaces what a lost try made. PATCH changes only what is there: an account that somebody removed by hand is not made anew.
        var method = account.RemoteId is null ? HttpMethod.Put : HttpMethod.Patch;
        using var answer = await SendAsync(method, $"accounts/{IdOf(account)}", body, cancellationToken);
        switch (answer.StatusCode)
        {
            // The service knows the account no longer: the engine ends ours and tells the pilot.
            case HttpStatusCode.NotFound when account.RemoteId is not null:
                throw ServiceException.Gone("services.cause.gone");
            // Somebody who is not one of ours has the name. The reason is a text key: pilot and admin read it in their language.
            case HttpStatusCode.Conflict:
                throw ServiceException.Refused("services.trouble.nametaken", wish.LoginName);
            case HttpStatusCode.UnprocessableEntity:
                throw ServiceException.Refused("services.trouble.nonsense", "422");
        }

        await ReadAsync<AccountBody>(answer, cancellationToken);
        // What to remember: how the service calls the account. It comes back as account.RemoteId.
        return new ServiceApplied(IdOf(account));
    }

    // Gone already is what was wanted. An account without RemoteId may still be there: made by a try whose answer was lost.
    public override async Task RemoveAsync(ServiceAccount account, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"accounts/{IdOf(account)}", body: null, cancellationToken);
        if (answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotFound))
        {
            throw ServiceException.Refused("services.trouble.nonsense", $"{(int)answer.StatusCode}");
        }
    }

    // For the nightly look for drift: what the service holds of the accounts that we know. One that it does not name is told as gone.
    public override async Task<IReadOnlyList<ServiceActual>> ReadAsync(IReadOnlyList<ServiceAccount> accounts, CancellationToken cancellationToken)
    {
        var query = string.Join('&', accounts.Select(a => $"id={Uri.EscapeDataString(IdOf(a))}"));
        using var answer = await SendAsync(HttpMethod.Get, $"accounts?{query}", body: null, cancellationToken);
        var there = (await ReadAsync<IReadOnlyList<AccountBody>>(answer, cancellationToken)).ToDictionary(a => a.Id ?? "", StringComparer.Ordinal);
        return
        [
            .. accounts.Select(a => there.TryGetValue(IdOf(a), out var found)
                ? new ServiceActual(a.User, Exists: true, found.Name, found.Groups)
                : new ServiceActual(a.User, Exists: false)),
        ];
    }

    // Behind the button "Test connection": a line for each thing looked at, and what to do where something is wrong. It throws nothing.
    public override async Task<IReadOnlyList<ServiceTestLine>> TestAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, "status", body: null, cancellationToken);
            await ReadAsync<JsonElement>(answer, cancellationToken);
            return [new(IsFine: true, "services.test.answers", [settings.Value.BaseUrl])];
        }
        catch (ServiceException trouble)
        {
            return [new(IsFine: false, trouble.Reason, trouble.Arguments, trouble.Trouble is ServiceTrouble.Misconfigured ? "services.test.checkkey" : "services.test.checkaddress")];
        }
    }

    // Groups are names of ours; none means everybody.
    public override async Task BroadcastAsync(string message, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, "messages", new { text = message, groups }, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw ServiceException.Refused("services.trouble.nonsense", $"{(int)answer.StatusCode}");
        }
    }

    // What stands on the pilot's card besides state and name. Asked while a page is shown, so it asks nobody.
    public override ServiceCardDetails CardOf(ServiceAccount? account) =>
        new(settings.Value.BaseUrl, [new ServiceLink("services.example.open", settings.Value.BaseUrl, IsForPhone: true)], []);

    // The service takes plain letters, digits and a few signs. Of a name without any of them nothing is left; the engine then says so to the pilot.
    public override string CleanName(string name) => string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '-' or '.' or '\'')).Trim();

    public override string CleanGroup(string name) => CleanName(name);

    // Ours to choose, and never used for another user.
    private static string IdOf(ServiceAccount account) => account.RemoteId ?? $"auth-{account.User}";

    /// <summary>Asks the service. What concerns all accounts is thrown here, so that the calls above speak only of theirs.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        using var request = new HttpRequestMessage(method, $"{settings.Value.BaseUrl.TrimEnd('/')}/api/{path}");
        request.Headers.Authorization = new("Bearer", settings.Value.Key);
        request.Content = body is null ? null : JsonContent.Create(body);
        HttpResponseMessage answer;
        try
        {
            answer = await client.SendAsync(request, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // No answer, or not in time: nothing is known, so nothing is concluded.
            throw ServiceException.Down("services.trouble.unreachable", error);
        }

        var wait = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(30);
        ServiceException? trouble = answer.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => ServiceException.Busy(wait),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ServiceException.Misconfigured("services.trouble.denied"),
            >= HttpStatusCode.InternalServerError => ServiceException.Down("services.trouble.unreachable"),
            _ => null,
        };
        if (trouble is not null)
        {
            answer.Dispose();
            throw trouble;
        }

        return answer;
    }

    /// <summary>Reads what it says. A status that nobody expected is not read at all, whatever stands below it; half a sentence is as good as no answer.</summary>
    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw ServiceException.Down("services.trouble.nonsense", inner: null, $"{(int)answer.StatusCode}");
        }

        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(cancellationToken) ?? throw new JsonException("Nothing.");
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException)
        {
            throw ServiceException.Down("services.trouble.nonsense", error, $"{(int)answer.StatusCode}");
        }
    }

    /// <summary>An account as the service's API has it.</summary>
    private sealed record AccountBody(string Login, string Name, IReadOnlyList<string> Groups, string? Password)
    {
        public string? Id { get; init; }
    }
}
