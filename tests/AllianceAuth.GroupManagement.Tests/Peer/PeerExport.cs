using System.Text.Json;

namespace AllianceAuth.GroupManagement.Tests.Peer;

/// <summary>Django's <c>dumpdata</c>: rows by model, each with its key and fields.</summary>
public sealed class PeerExport
{
    private readonly ILookup<string, PeerRow> _rows;

    private PeerExport(IEnumerable<PeerRow> rows) => _rows = rows.ToLookup(r => r.Model, StringComparer.Ordinal);

    public static PeerExport Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(PathOf("aa38-dumpdata.json")));
        return new([.. file.RootElement.EnumerateArray().Select(o => new PeerRow(
            o.GetProperty("model").GetString()!, o.GetProperty("pk").GetInt64(), o.GetProperty("fields").Clone()))]);
    }

    public static IReadOnlyList<PeerDecision> ReadDecisions()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(PathOf("aa38-decisions.json")));
        return [.. file.RootElement.GetProperty("users").EnumerateArray().Select(u => new PeerDecision(
            u.GetProperty("id").GetInt32(),
            u.GetProperty("username").GetString()!,
            u.GetProperty("state_stored").GetString()!,
            Words(u.GetProperty("groups")),
            u.GetProperty("permissions").ValueKind == JsonValueKind.String ? null : Words(u.GetProperty("permissions")),
            Words(u.GetProperty("joinable")),
            Words(u.GetProperty("joinable_visible"))))];
    }

    public IEnumerable<PeerRow> Rows(string model) => _rows[model];

    /// <summary>Full names of permissions by their key.</summary>
    public Dictionary<long, string> PermissionNames()
    {
        var apps = Rows("contenttypes.contenttype").ToDictionary(c => c.Key, c => c.Text("app_label"));
        return Rows("auth.permission").ToDictionary(p => p.Key, p => $"{apps[p.Number("content_type")!.Value]}.{p.Text("codename")}");
    }

    private static string[] Words(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal)];

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Peer", "Fixtures", name);
}

/// <summary>One exported row.</summary>
public sealed record PeerRow(string Model, long Key, JsonElement Fields)
{
    public string Text(string field) => Fields.GetProperty(field).GetString() ?? "";

    public bool Flag(string field) => Fields.GetProperty(field).GetBoolean();

    public long? Number(string field) => Fields.GetProperty(field) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;

    public long[] Numbers(string field) => [.. Fields.GetProperty(field).EnumerateArray().Select(e => e.GetInt64())];
}

/// <summary>What Alliance Auth says about one user. Permissions are null for a superuser: all.</summary>
public sealed record PeerDecision(
    int Id, string UserName, string State, string[] Groups, string[]? Permissions, string[] Joinable, string[] Listed);
