namespace AllianceAuth.Shared.Access;

/// <summary>A permission that a module checks somewhere.</summary>
/// <param name="Name">The full name with the codename of Alliance Auth: <c>app.codename</c>, for example <c>auth.timer_view</c>.</param>
/// <param name="Description">What it allows, in English; shown to admins who grant it.</param>
public sealed record PermissionDeclaration(string Name, string Description)
{
    /// <summary>The model it stands under in Alliance Auth, for example <c>user</c>: a part of the address of its audit. PERM-023.</summary>
    public string Model { get; init; } = "permission";

    /// <summary>Name of the service it opens, for example <c>Discord</c>; null when it opens none. Previews then say "loses Discord".</summary>
    public string? Service { get; init; }

    /// <summary>The part of the name before the dot.</summary>
    public string App => Name[..Math.Max(0, Name.IndexOf('.', StringComparison.Ordinal))];

    /// <summary>The part of the name behind the dot.</summary>
    public string Codename => Name[(Name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>The four permissions every administered model has: add, change, delete and view.</summary>
    /// <param name="app">The app part of the name, for example <c>authentication</c>.</param>
    /// <param name="model">The model part of the name, for example <c>state</c>.</param>
    public static IReadOnlyList<PermissionDeclaration> Standard(string app, string model) =>
    [
        new($"{app}.add_{model}", $"Can add {model}") { Model = model },
        new($"{app}.change_{model}", $"Can change {model}") { Model = model },
        new($"{app}.delete_{model}", $"Can delete {model}") { Model = model },
        new($"{app}.view_{model}", $"Can view {model}") { Model = model },
    ];
}
