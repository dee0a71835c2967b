using System.Globalization;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>In development each answer says how many SQL statements it took, where browsers show it: <c>Server-Timing: sql;desc="2"</c>.</summary>
internal static class StatementTiming
{
    public static void UseStatementTiming(this WebApplication app) => app.Use(async (http, next) =>
    {
        var tally = StatementCounter.Begin();
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.Append("Server-Timing", string.Create(CultureInfo.InvariantCulture, $"sql;desc=\"{tally.Statements.Count}\""));
            return Task.CompletedTask;
        });
        await next(http);
    });
}
