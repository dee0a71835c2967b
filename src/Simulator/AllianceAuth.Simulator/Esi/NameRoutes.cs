using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Esi;

/// <summary>From ids to names, from names to ids, from parts of names to ids.</summary>
internal static class NameRoutes
{
    private const int ShortestSearch = 3;

    private static readonly string[] SearchCategories =
        ["agent", "alliance", "character", "constellation", "corporation", "faction", "inventory_type", "region", "solar_system", "station", "structure"];

    public static IEnumerable<EsiRoute> All =>
    [
        new("POST", "/universe/names", Names),
        new("POST", "/universe/ids", Ids) { Localized = true },
        new("GET", "/characters/{character_id}/search", Search) { Scope = "esi-search.search_structures.v1", Cache = TimeSpan.FromHours(1), Localized = true },
    ];

    private static EsiReply Names(EsiCall call)
    {
        if (call.List<long>(1_000) is not { } ids)
        {
            return EsiReply.BadRequest("expected 1 to 1000 different ids", "body");
        }

        var found = ids.Select(id => Name(call.World, id)).ToList();
        return found.Contains(null)
            ? EsiReply.Error(StatusCodes.Status404NotFound, "Ensure all IDs are valid before resolving.")
            : EsiReply.Ok(found.Select(f => new { f!.Value.Category, f.Value.Id, f.Value.Name }));
    }

    private static (string Category, long Id, string Name)? Name(World world, long id) =>
        world.Characters.TryGetValue(id, out var character) ? ("character", id, character.Name)
        : world.Corporations.TryGetValue(id, out var corporation) ? ("corporation", id, corporation.Name)
        : world.Alliances.TryGetValue(id, out var alliance) ? ("alliance", id, alliance.Name)
        : world.Factions.TryGetValue(id, out var faction) ? ("faction", id, faction.Name)
        : world.Systems.TryGetValue(id, out var system) ? ("solar_system", id, system.Name)
        : world.Stations.TryGetValue(id, out var station) ? ("station", id, station.Name)
        : world.Types.TryGetValue(id, out var type) ? ("inventory_type", id, type.Name)
        : null;

    private static EsiReply Ids(EsiCall call)
    {
        if (call.List<string>(500) is not { } names || names.Any(n => n.Length is 0 or > 100))
        {
            return EsiReply.BadRequest("expected 1 to 500 different names", "body");
        }

        var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        object? Of(string category)
        {
            var found = In(call.World, category).Where(e => wanted.Contains(e.Name)).OrderBy(e => e.Id).Select(e => new { e.Id, e.Name }).ToList();
            return found.Count == 0 ? null : found;
        }

        return EsiReply.Ok(new
        {
            Alliances = Of("alliance"),
            Characters = Of("character"),
            Corporations = Of("corporation"),
            Factions = Of("faction"),
            InventoryTypes = Of("inventory_type"),
            Stations = Of("station"),
            Systems = Of("solar_system"),
        });
    }

    private static EsiReply Search(EsiCall call)
    {
        var text = call.Query["search"].ToString();
        var categories = call.Query["categories"].SelectMany(c => c!.Split(',')).Distinct(StringComparer.Ordinal).ToList();
        if (text.Length < ShortestSearch)
        {
            return EsiReply.BadRequest("search must have at least 3 characters", "query.search", text);
        }

        if (categories.Count == 0 || categories.FirstOrDefault(c => !SearchCategories.Contains(c)) is not null)
        {
            return EsiReply.BadRequest("categories must name what to search for", "query.categories", call.Query["categories"].ToString());
        }

        var strict = string.Equals(call.Query["strict"], "true", StringComparison.OrdinalIgnoreCase);
        bool Fits(string name) => strict ? string.Equals(name, text, StringComparison.OrdinalIgnoreCase) : name.Contains(text, StringComparison.OrdinalIgnoreCase);
        return EsiReply.Ok(categories
            .Select(category => (category, Ids: In(call.World, category).Where(e => Fits(e.Name)).Select(e => e.Id).Order().ToList()))
            .Where(found => found.Ids.Count > 0)
            .ToDictionary(found => found.category, found => found.Ids));
    }

    private static IEnumerable<(long Id, string Name)> In(World world, string category) => category switch
    {
        "alliance" => world.Alliances.Values.Select(a => (a.Id, a.Name)),
        "character" => world.Characters.Values.Where(c => !c.IsDeleted).Select(c => (c.Id, c.Name)),
        "corporation" => world.Corporations.Values.Select(c => (c.Id, c.Name)),
        "faction" => world.Factions.Values.Select(f => (f.Id, f.Name)),
        "inventory_type" => world.Types.Values.Select(t => (t.Id, t.Name)),
        "solar_system" => world.Systems.Values.Select(s => (s.Id, s.Name)),
        "station" => world.Stations.Values.Select(s => (s.Id, s.Name)),
        "structure" => world.Structures.Values.Select(s => (s.Id, s.Name)),
        _ => [],
    };
}
