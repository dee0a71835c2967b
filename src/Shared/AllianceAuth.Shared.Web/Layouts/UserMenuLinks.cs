namespace AllianceAuth.Shared.Web.Layouts;

/// <summary>The links of the user menu by their route names; a link whose route is not mapped is left out.</summary>
internal static class UserMenuLinks
{
    public const string SignOut = "authentication:logout";

    public static IReadOnlyList<UserMenuLink> All { get; } =
    [
        new("authentication:profile", "web.user.profile", "fa-solid fa-user"),
        new("authentication:change_main_character", "web.user.changemain", "fa-solid fa-repeat"),
        new("authentication:add_character", "web.user.addcharacter", "fa-solid fa-user-plus"),
        new("authentication:token_management", "web.user.tokens", "fa-solid fa-key"),
        new("admin:index", "web.user.admin", "fa-solid fa-sliders") { StaffOnly = true },
    ];
}

internal sealed record UserMenuLink(string RouteName, string Text, string Icon)
{
    public bool StaffOnly { get; init; }
}
