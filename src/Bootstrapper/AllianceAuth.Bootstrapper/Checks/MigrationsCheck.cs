using AllianceAuth.Shared.Checks;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Bootstrapper.Checks;

/// <summary>The database has the shape this version expects.</summary>
internal sealed class MigrationsCheck(MigrationRunner migrations) : ISiteCheck
{
    public string Name => "Migrations";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var pending = await migrations.FindPendingAsync(cancellationToken);
        return pending.Count == 0
            ? CheckResult.Fine("The database is up to date.")
            : CheckResult.Warning($"{pending.Count} pending: {string.Join(", ", pending)}.", "Run 'auth migrate', or start the site, which does it.");
    }
}
