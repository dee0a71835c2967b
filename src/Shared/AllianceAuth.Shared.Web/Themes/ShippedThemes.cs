namespace AllianceAuth.Shared.Web.Themes;

/// <summary>The themes that come with the site: our own in three settings, plain Bootstrap, and those of Bootswatch.</summary>
internal static class ShippedThemes
{
    private static readonly string[] DarkSkins = ["cyborg", "darkly", "slate", "solar", "superhero", "vapor"];

    private static readonly string[] LightSkins =
        ["cerulean", "cosmo", "flatly", "litera", "lumen", "lux", "materia", "minty", "pulse", "sandstone", "spacelab", "united", "yeti", "zephyr"];

    public static IReadOnlyList<ThemeRegistration> All { get; } =
    [
        new("auto", "Automatic", ThemeScheme.Automatic) { NameText = "web.theme.auto" },
        new("dark", "Dark", ThemeScheme.Dark) { NameText = "web.theme.dark" },
        new("light", "Light", ThemeScheme.Light) { NameText = "web.theme.light" },
        Plain("bootstrap", "Bootstrap", ThemeScheme.Light, "BootstrapThemeHook"),
        Plain("bootstrap-dark", "Bootstrap Dark", ThemeScheme.Dark, "BootstrapDarkThemeHook"),
        .. LightSkins.Select(skin => Bootswatch(skin, ThemeScheme.Light)),
        .. DarkSkins.Select(skin => Bootswatch(skin, ThemeScheme.Dark)),
    ];

    private static ThemeRegistration Plain(string id, string name, ThemeScheme scheme, string formerClass) => new(id, name, scheme)
    {
        Skin = "bootstrap",
        StyleSheet = "lib/bootstrap/bootstrap.min.css",
        Aliases = [$"allianceauth.theme.bootstrap.auth_hooks.{formerClass}"],
    };

    private static ThemeRegistration Bootswatch(string skin, ThemeScheme scheme)
    {
        var name = char.ToUpperInvariant(skin[0]) + skin[1..];
        return new(skin, name, scheme)
        {
            Skin = skin,
            StyleSheet = $"lib/bootswatch/{skin}.css",
            Aliases = [$"allianceauth.theme.{skin}.auth_hooks.{name}ThemeHook"],
        };
    }
}
