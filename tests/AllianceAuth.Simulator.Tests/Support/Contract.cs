using System.Text.Json;

namespace AllianceAuth.Simulator.Tests.Support;

/// <summary>One of the API descriptions that lie beside the repository. They are CCP's, so they are never part of it.</summary>
internal sealed class Contract : IDisposable
{
    private readonly JsonDocument _document;

    private Contract(JsonDocument document) => _document = document;

    private JsonElement Root => _document.RootElement;

    /// <summary>Looks in <c>AA_CONTRACTS</c>, else in <c>shared/contracts</c> beside any folder above.</summary>
    /// <returns>Null when the file is nowhere.</returns>
    public static Contract? Find(string file)
    {
        var folders = Environment.GetEnvironmentVariable("AA_CONTRACTS") is { Length: > 0 } set ? [set] : Above();
        var path = folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
        return path is null ? null : new(JsonDocument.Parse(File.ReadAllBytes(path)));
    }

    /// <summary>Paths and verbs that the description holds.</summary>
    public IReadOnlySet<(string Path, string Verb)> Operations =>
        Root.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o.Name))).ToHashSet();

    public JsonElement Operation(string path, string verb) => Root.GetProperty("paths").GetProperty(path).GetProperty(verb);

    public JsonElement AnswerSchema(string path, string verb, string status = "200") =>
        Operation(path, verb).GetProperty("responses").GetProperty(status).GetProperty("content").GetProperty("application/json").GetProperty("schema");

    public JsonElement BodySchema(string path, string verb) => Operation(path, verb).GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");

    public IReadOnlyList<string> Violations(JsonElement value, JsonElement schema) => [.. new SchemaValidator(Root).Check(value, schema, "$")];

    public void Dispose() => _document.Dispose();

    private static IEnumerable<string> Above()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "contracts");
        }
    }
}
