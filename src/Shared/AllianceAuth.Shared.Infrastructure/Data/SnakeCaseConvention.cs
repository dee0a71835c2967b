using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>Names tables, columns, keys and indexes in snake case, as PostgreSQL's own tools and hand-written SQL like them.</summary>
internal sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table)
            {
                entity.Builder.ToTable(SnakeCase(table), entity.GetSchema());
            }

            foreach (var property in entity.GetDeclaredProperties())
            {
                property.Builder.HasColumnName(SnakeCase(property.GetColumnName()));
            }

            foreach (var key in entity.GetDeclaredKeys())
            {
                key.Builder.HasName(SnakeCase(key.GetName() ?? ""));
            }

            foreach (var foreignKey in entity.GetDeclaredForeignKeys())
            {
                foreignKey.Builder.HasConstraintName(SnakeCase(foreignKey.GetConstraintName() ?? ""));
            }

            foreach (var index in entity.GetDeclaredIndexes())
            {
                index.Builder.HasDatabaseName(SnakeCase(index.GetDatabaseName() ?? ""));
            }
        }
    }

    internal static string SnakeCase(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}
