using AllianceAuth.Shared.Infrastructure.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>Names a module's database to those who work on all of them: migrations, outbox.</summary>
/// <param name="ContextType">The concrete <see cref="ModuleDbContext"/>.</param>
public sealed record ModuleDatabase(Type ContextType);

/// <summary>Registers module databases.</summary>
public static class ModuleDatabaseRegistration
{
    /// <summary>Where each module notes which of its migrations have run.</summary>
    internal const string MigrationsTable = "__migrations";

    /// <summary>Registers a module's database on the site's one connection pool.</summary>
    /// <param name="services">The container.</param>
    /// <param name="schema">The module's schema.</param>
    public static IServiceCollection AddModuleDatabase<TContext>(this IServiceCollection services, string schema)
        where TContext : ModuleDbContext
    {
        services.AddSingleton(new ModuleDatabase(typeof(TContext)));
        // The options are the same for every request; made anew for each they would show in a profile.
        services.AddDbContext<TContext>(
            (provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>(), schema)
                .AddInterceptors(provider.GetRequiredService<OutboxSignalInterceptor>(), provider.GetRequiredService<StatementCounter>()),
            optionsLifetime: ServiceLifetime.Singleton);
        return services;
    }

    /// <summary>Options for <c>dotnet ef</c>, which builds contexts without the host and without a database.</summary>
    public static DbContextOptions<TContext> DesignTimeOptions<TContext>(string schema)
        where TContext : ModuleDbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        options.UseNpgsql("Host=design-time", npgsql => npgsql.MigrationsHistoryTable(MigrationsTable, schema));
        return options.Options;
    }

    private static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, NpgsqlDataSource source, string schema) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable(MigrationsTable, schema));
}
