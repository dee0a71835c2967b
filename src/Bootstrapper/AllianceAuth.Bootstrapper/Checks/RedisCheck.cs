using AllianceAuth.Shared.Checks;
using StackExchange.Redis;

namespace AllianceAuth.Bootstrapper.Checks;

/// <summary>Redis answers, when it is configured.</summary>
internal sealed class RedisCheck(IConfiguration configuration) : ISiteCheck
{
    public string Name => "Redis";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var address = configuration["Redis:ConnectionString"];
        if (string.IsNullOrWhiteSpace(address))
        {
            return CheckResult.Fine("Not configured, and not needed: nodes tell each other over the database what to forget.");
        }

        try
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync(address).WaitAsync(cancellationToken);
            var time = await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return CheckResult.Fine($"Answers in {time.TotalMilliseconds:0.0} ms.");
        }
        catch (RedisConnectionException error)
        {
            return CheckResult.Failed($"Does not answer: {error.Message}", "Start Redis or correct Redis:ConnectionString. The site works without it, but nodes see each other's changes later.");
        }
    }
}
