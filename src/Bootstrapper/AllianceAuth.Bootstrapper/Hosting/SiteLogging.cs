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

    public static void AddSiteLogging(this WebApplicationBuilder builder, SiteOptions options)
    {
        var level = builder.Configuration.GetValue("Logging:Level", LogEventLevel.Information);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
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
            logger.WriteTo.Console(outputTemplate: ConsoleLine, formatProvider: CultureInfo.InvariantCulture, restrictedToMinimumLevel: builder.Configuration.GetValue("Logging:ConsoleLevel", LogEventLevel.Information));
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger.CreateLogger(), dispose: true);
    }
}
