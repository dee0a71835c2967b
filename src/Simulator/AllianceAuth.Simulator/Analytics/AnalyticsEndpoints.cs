using AllianceAuth.Simulator.Pages;

namespace AllianceAuth.Simulator.Analytics;

/// <summary>The measurement protocol of Google Analytics 4, under <c>/analytics</c>, and a page with what arrived.</summary>
internal sealed class AnalyticsEndpoints(CollectedMessages messages, TimeProvider clock)
{
    // What the real service takes in one call.
    private const int LargestBody = 130 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/analytics", () => Page().Page());
        routes.MapPost("/analytics/mp/collect", async http =>
        {
            // The real one answers so whatever it was sent.
            if (await TakeAsync(http, isCheck: false) is not null)
            {
                http.Response.StatusCode = StatusCodes.Status204NoContent;
            }
        });
        routes.MapPost("/analytics/debug/mp/collect", async http =>
        {
            if (await TakeAsync(http, isCheck: true) is { } problems)
            {
                await Results.Json(new { validationMessages = problems.Select(p => new { fieldPath = p.Field, description = p.Problem, validationCode = p.Code }) }).ExecuteAsync(http);
            }
        });
    }

    /// <returns>What is wrong with it; null when it was too large and has been answered.</returns>
    private async Task<IReadOnlyList<(string Field, string Problem, string Code)>?> TakeAsync(HttpContext http, bool isCheck)
    {
        if (http.Request.ContentLength > LargestBody)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return null;
        }

        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var problems = MessageCheck.Of(body);
        messages.Add(new CollectedMessage(
            clock.GetUtcNow(), http.Request.Query["measurement_id"].ToString(), http.Request.Query["api_secret"].ToString(), http.Request.Headers.UserAgent.ToString(), body, isCheck, [.. problems.Select(p => $"{p.Field}: {p.Problem}")]));
        return problems;
    }

    private Html Page()
    {
        var all = messages.All.Reverse().ToList();
        return Layout.Page("Analytics", Html.Of($"""
            <p class="eyebrow">A stand-in for Google Analytics 4</p>
            <h1>What arrived</h1>
            <p class="muted">Newest first, by the simulator's clock. <code>/analytics/mp/collect</code> records, <code>/analytics/debug/mp/collect</code> only checks. <a href="/control">Back to the control</a></p>
            {(all.Count == 0 ? new Html("""<p class="empty">Nothing yet. The site sends nothing before an admin has agreed to it.</p>""") : Html.Of($"""
                <div class="scroll"><table><thead><tr><th>Time</th><th>For</th><th>Message</th><th>Verdict</th></tr></thead><tbody>{all.Select(Row)}</tbody></table></div>
                """))}
            """));
    }

    private static Html Row(CollectedMessage message) => Html.Of($"""
        <tr><td class="number">{message.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}</td>
        <td><code>{message.MeasurementId}</code><br>{(message.ApiSecret.Length > 0 ? "with a secret" : "without a secret")}<br><span class="tag">{(message.IsCheck ? "checked only" : "recorded")}</span></td>
        <td><pre>{message.Body}</pre><small>{message.UserAgent}</small></td>
        <td>{(message.Problems.Count == 0 ? new Html("""<span class="tag good">well formed</span>""") : Html.Join(message.Problems.Select(p => Html.Of($"""<span class="tag bad">{p}</span> """))))}</td></tr>
        """);
}
