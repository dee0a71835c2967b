namespace AllianceAuth.Shared.Access;

/// <summary>A permission that a module checks somewhere.</summary>
/// <param name="Name">The full name with the codename of Alliance Auth: <c>app.codename</c>, for example <c>auth.timer_view</c>.</param>
/// <param name="Description">What it allows, in English; shown to admins who grant it.</param>
public sealed record PermissionDeclaration(string Name, string Description)
{
    /// <summary>The four permissions every administered model has: add, change, delete and view.</summary>
    /// <param name="app">The app part of the name, for example <c>authentication</c>.</param>
    /// <param name="model">The model part of the name, for example <c>state</c>.</param>
    public static IReadOnlyList<PermissionDeclaration> Standard(string app, string model) =>
    [
        new($"{app}.add_{model}", $"Can add {model}"),
        new($"{app}.change_{model}", $"Can change {model}"),
        new($"{app}.delete_{model}", $"Can delete {model}"),
        new($"{app}.view_{model}", $"Can view {model}"),
    ];
}
