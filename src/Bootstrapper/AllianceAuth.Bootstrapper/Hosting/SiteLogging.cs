using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>Logs: one line a fact on the console, the same as JSON in a file a day. Each line of a request carries its request id.</summary>
internal static class SiteLogging
{
    private const string ConsoleLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj} {RequestId}{NewLine}{Exception}";
    private const int DaysKept = 14;

    // Microsoft.Extensions.Hosting's number of "Hosting failed to start".
    private const int HostedServiceStartupFaulted = 11;

    public static void AddSiteLogging(this WebApplicationBuilder builder, SiteOptions options)
    {
        var level = builder.Configuration.GetValue("Logging:Level", LogEventLevel.Information);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // Begin and end of each request: below Warning anyway, and while anything is heard of it the framework prepares it for each request.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo.File(
                new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture),
                Path.Combine(options.DataFolder, "logs", "site-.json"),
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: DaysKept,
                shared: true);
        if (options.LogToConsole)
        {
            var consoleLevel = builder.Configuration.GetValue("Logging:ConsoleLevel", LogEventLevel.Information);
            logger.WriteTo.Logger(console => console
                .Filter.ByExcluding(IsFailedStart)
                .WriteTo.Console(outputTemplate: ConsoleLine, formatProvider: CultureInfo.InvariantCulture, restrictedToMinimumLevel: consoleLevel));
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger.CreateLogger(), dispose: true);
    }

    /// <summary>The host logs with a stack trace what the command then says in one sentence; the file keeps it, the operator's screen needs it once.</summary>
    private static bool IsFailedStart(LogEvent line) =>
        line.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" }
        && line.Properties.GetValueOrDefault("EventId") is StructureValue id
        && id.Properties.Any(p => p is { Name: "Id", Value: ScalarValue { Value: HostedServiceStartupFaulted } });
}
