using Npgsql;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary><c>/healthz</c>: what a load balancer and a container ask. Says only whether this node can serve.</summary>
internal static class HealthEndpoint
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/healthz", CheckAsync).AllowAnonymous().WithName("healthz");

    private static async Task<IResult> CheckAsync(NpgsqlDataSource source, DatabaseAway away, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestWait);
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(limit.Token);
            return TypedResults.Text("ok");
        }
        catch (Exception error) when (away.Explains(error) || error is OperationCanceledException)
        {
            return TypedResults.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
