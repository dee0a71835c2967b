using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>A small assembly compiled in a test, to break a rule and see that the rule says so.</summary>
internal sealed class Sample
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;
        global using AllianceAuth.Shared.Access; global using AllianceAuth.Shared.Events; global using MediatR;
        """;

    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    private static readonly IReadOnlyList<MetadataReference> Frameworks =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly byte[] _image;

    private Sample(byte[] image)
    {
        _image = image;
        Module = ModuleDefinition.ReadModule(new MemoryStream(image), new ReaderParameters { AssemblyResolver = Built.Resolver });
    }

    public ModuleDefinition Module { get; }

    /// <summary>Compiles a sample.</summary>
    /// <param name="assembly">Its name, for example <c>AllianceAuth.HR</c>.</param>
    /// <param name="source">C# with a namespace.</param>
    /// <param name="uses">Other samples it references.</param>
    public static Sample Compile(string assembly, string source, params IReadOnlyList<Sample> uses)
    {
        var compilation = CSharpCompilation.Create(
            assembly,
            [CSharpSyntaxTree.ParseText(Usings, Language), CSharpSyntaxTree.ParseText(source, Language)],
            [.. Frameworks, .. uses.Select(sample => MetadataReference.CreateFromImage(sample._image))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success
            ? new Sample(image.ToArray())
            : throw new ArgumentException(string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)), nameof(source));
    }

    /// <summary>Loads samples so that they find each other.</summary>
    public static IReadOnlyList<Assembly> Load(params IReadOnlyList<Sample> samples)
    {
        var context = new AssemblyLoadContext("samples");
        return [.. samples.Select(sample => context.LoadFromStream(new MemoryStream(sample._image)))];
    }
}
