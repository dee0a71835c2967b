using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>The database answers, but what it holds is not what a migration expects: most often the data of another version.</summary>
public sealed class MigrationFailedException : Exception
{
    /// <summary>A schema that could not be brought up to date.</summary>
    /// <param name="schema">Which.</param>
    /// <param name="migrations">What was to run.</param>
    /// <param name="cause">What the database said.</param>
    public MigrationFailedException(string schema, IReadOnlyList<string> migrations, PostgresException cause)
        : base(
            $"Schema {schema} could not be brought up to date ({string.Join(", ", migrations)}): {cause?.MessageText} [{cause?.SqlState}]. The database answers, but it does not hold what this version expects; "
            + "perhaps another version made it. Start the version that made it, restore a backup, or give this one an empty database or data folder.",
            cause)
    {
    }
}
