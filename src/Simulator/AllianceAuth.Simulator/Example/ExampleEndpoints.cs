using System.Text.Json;
using AllianceAuth.Simulator.Pages;

namespace AllianceAuth.Simulator.Example;

/// <summary>The example service's API under <c>/example/api</c>, and a page with what it holds.</summary>
internal sealed class ExampleEndpoints(SimulatedExample example)
{
    private const int LongestName = 60;
    private const int MostShown = 500;

    private sealed record Input(string? Login, string? Name, string[]? Groups, string? Password);

    private sealed record Message(string? Text, string[]? Groups);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/example", () => Page().Page());
        routes.MapGet("/example/api/status", Guarded(_ => Task.FromResult(Results.Json(new { name = "Example", accounts = example.Accounts.Count }))));
        routes.MapGet("/example/api/accounts", Guarded(http => Task.FromResult(
            Results.Json(http.Request.Query["id"].Distinct().Select(id => example.Find(id ?? "")).OfType<ExampleAccount>().Select(Shown)))));
        routes.MapPut("/example/api/accounts/{id}", Guarded(http => SetAsync(http, onlyChange: false)));
        routes.MapPatch("/example/api/accounts/{id}", Guarded(http => SetAsync(http, onlyChange: true)));
        routes.MapDelete("/example/api/accounts/{id}", Guarded(http => Task.FromResult(example.TryRemove(IdOf(http)) ? Results.NoContent() : Problem(404, "no such account"))));
        routes.MapPost("/example/api/messages", Guarded(SendAsync));
    }

    private static string IdOf(HttpContext http) => http.Request.RouteValues["id"]?.ToString() ?? "";

    private static object Shown(ExampleAccount account) => new { id = account.Id, login = account.Login, name = account.Name, groups = account.Groups };

    private static IResult Problem(int status, string error) => Results.Json(new { error }, statusCode: status);

    private static RequestDelegate Guarded(Func<HttpContext, Task<IResult>> answer) =>
        async http => await (http.Request.Headers.Authorization == $"Bearer {SimulatedExample.Key}" ? await answer(http) : Problem(401, "wrong key")).ExecuteAsync(http);

    /// <summary>PUT makes the account or replaces it; PATCH changes the one that is there.</summary>
    private async Task<IResult> SetAsync(HttpContext http, bool onlyChange)
    {
        var before = example.Find(IdOf(http));
        if (await ReadAsync<Input>(http) is not { } input)
        {
            return Problem(400, "not understood");
        }

        if (onlyChange && before is null)
        {
            return Problem(404, "no such account");
        }

        var account = new ExampleAccount(IdOf(http), input.Login ?? before?.Login ?? "", input.Name ?? before?.Name ?? "", input.Groups ?? before?.Groups ?? []);
        if (account.Login.Length is 0 or > LongestName || account.Name.Length is 0 or > LongestName)
        {
            return Problem(422, "a name has 1 to 60 characters");
        }

        return example.TrySet(account, input.Password) ? Results.Json(Shown(account), statusCode: before is null ? 201 : 200) : Problem(409, "login taken");
    }

    private async Task<IResult> SendAsync(HttpContext http)
    {
        if (await ReadAsync<Message>(http) is not { Text: { } text } message)
        {
            return Problem(400, "not understood");
        }

        example.Send(new(text, message.Groups ?? []));
        return Results.NoContent();
    }

    private static async Task<T?> ReadAsync<T>(HttpContext http)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Html Page()
    {
        var accounts = example.Accounts;
        return Layout.Page("Example", Html.Of($"""
            <p class="eyebrow">The smallest service there is</p>
            <h1>Example</h1>
            <p class="muted">{accounts.Count} accounts; the first {MostShown} are shown. API: <code>/example/api</code>, key <code>{SimulatedExample.Key}</code>. <a href="/control">Back to the control</a></p>
            {(accounts.Count == 0 ? new Html("""<p class="empty">Nobody has an account.</p>""") : Html.Of($"""
                <div class="scroll"><table><thead><tr><th>Id</th><th>Login</th><th>Name</th><th>Groups</th></tr></thead><tbody>{accounts.Take(MostShown).Select(Row)}</tbody></table></div>
                """))}
            <h2>Messages</h2>
            {(example.Messages is { Count: > 0 } messages ? Html.Join(messages.Reverse().Select(m => Html.Of($"""<p><span class="tag">{(m.Groups.Count == 0 ? "everybody" : string.Join(", ", m.Groups))}</span> {m.Text}</p>"""))) : new Html("""<p class="empty">None.</p>"""))}
            """));
    }

    private static Html Row(ExampleAccount account) => Html.Of($"""
        <tr><td><code>{account.Id}</code></td><td>{account.Login}</td><td>{account.Name}</td><td>{account.Groups.Select(g => Html.Of($"""<span class="tag">{g}</span> """))}</td></tr>
        """);
}
