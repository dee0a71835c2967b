using System.Reflection;
using System.Text.RegularExpressions;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AllianceAuth.ArchitectureTests;

/// <summary>Every module has a schema of its own, and nobody reaches into another's: not by table, not by foreign key, not by hand-written SQL.</summary>
public sealed class SchemaTests
{
    private static readonly List<string> Schemas = [.. Built.Modules.Select(module => Built.Owner(Built.Name(module)))];

    public static TheoryData<string> Modules => [.. Built.Modules.Select(Built.Name)];

    public static TheoryData<string> WithData => [.. Built.Modules.Concat(Built.Shared).Where(module => Contexts(Built.Load(module)).Any()).Select(Built.Name)];

    [Theory, MemberData(nameof(WithData))]
    public void Every_table_is_in_its_modules_schema(string name)
    {
        foreach (var context in Contexts(Assembly.Load(name)))
        {
            using var db = Make(context);
            var schema = ((ModuleDbContext)db).Schema;

            Assert.NotEmpty(db.Model.GetEntityTypes());
            Assert.True(Built.IsShared(name) ? !Schemas.Contains(schema) : schema == Built.Owner(name), $"{context.Name} keeps its tables in {schema}.");
            Verdict.Clean($"Tables of {context.Name} outside {schema}:", Strangers(db.Model, schema));
        }
    }

    [Theory, MemberData(nameof(WithData))]
    public void The_migrations_are_up_to_date_with_the_model(string name)
    {
        foreach (var context in Contexts(Assembly.Load(name)))
        {
            using var db = Make(context);

            Assert.NotEmpty(db.Database.GetMigrations());
            Assert.False(db.Database.HasPendingModelChanges(), $"{context.Name} has changes that no migration carries.");
        }
    }

    [Theory, MemberData(nameof(Modules))]
    public void No_text_in_the_code_names_another_modules_schema(string name) =>
        Verdict.Clean("Ask the owner; its tables are not ours:", Reaches(Built.Find(name), Schemas));

    [Fact]
    public void The_rule_on_tables_bites()
    {
        var options = new DbContextOptionsBuilder<Culprit>().UseNpgsql("Host=nowhere").Options;
        using var culprit = new Culprit(options);

        Assert.Equal(["Loan is in srp.loans"], Strangers(culprit.Model, "hr"));
    }

    [Fact]
    public void The_rule_on_texts_bites()
    {
        var hr = Sample.Compile("AllianceAuth.HR", """
            namespace AllianceAuth.HR;
            internal sealed class Query
            {
                public string Own() => "SELECT id FROM hr.forms WHERE srp = 1";
                public async Task<string> ForeignAsync() { await Task.Yield(); return "SELECT f.id FROM hr.forms f JOIN srp.requests r ON r.id = f.id"; }
                public string Quoted() => "DELETE FROM \"srp\".\"requests\"";
                public string Host() => "https://images.srp.example, an srp. And more.";
            }
            """);

        Assert.Equal(
            [
                "AllianceAuth.HR.Query says: DELETE FROM \"srp\".\"requests\"",
                "AllianceAuth.HR.Query says: SELECT f.id FROM hr.forms f JOIN srp.requests r ON r.id = f.id",
            ],
            Reaches(hr.Module, ["hr", "srp"]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Strangers(IModel model, string schema) =>
        from entity in model.GetEntityTypes()
        let table = entity.GetTableName() is { } name ? (Schema: entity.GetSchema(), Name: name) : (Schema: entity.GetViewSchema(), Name: entity.GetViewName())
        where table.Name is not null && table.Schema != schema
        select $"{entity.ShortName()} is in {table.Schema}.{table.Name}";

    private static IEnumerable<string> Reaches(ModuleDefinition module, IReadOnlyList<string> schemas)
    {
        var others = schemas.Where(schema => schema != Built.Owner(Built.Name(module)));
        var foreign = new Regex($"""(?<![\w./-])(?:{string.Join('|', others)})"?\."?\w""", RegexOptions.ExplicitCapture);
        return
            from type in module.Types
            from literal in Uses.Literals(type)
            where foreign.IsMatch(literal.Text)
            select $"{type.FullName} says: {literal.Text}";
    }

    private static IEnumerable<Type> Contexts(Assembly assembly) => assembly.GetTypes().Where(type => !type.IsAbstract && typeof(DbContext).IsAssignableFrom(type));

    private static DbContext Make(Type context)
    {
        var factory = typeof(IDesignTimeDbContextFactory<>).MakeGenericType(context);
        var implementation = context.Assembly.GetTypes().SingleOrDefault(type => factory.IsAssignableFrom(type));
        Assert.True(implementation is not null, $"{context.FullName} has no design-time factory.");
        return (DbContext)factory.GetMethod("CreateDbContext")!.Invoke(Activator.CreateInstance(implementation, nonPublic: true), [Array.Empty<string>()])!;
    }

    private sealed class Culprit(DbContextOptions<Culprit> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.HasDefaultSchema("hr").Entity<Form>().ToTable("forms");
            modelBuilder.Entity<Loan>().ToTable("loans", "srp");
        }
    }

    private sealed class Form
    {
        public int Id { get; set; }
    }

    private sealed class Loan
    {
        public int Id { get; set; }
    }
}
