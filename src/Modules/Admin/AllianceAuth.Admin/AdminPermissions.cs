using AllianceAuth.Shared.Access;

namespace AllianceAuth.Admin;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth and of the libraries it stands on.</summary>
internal static class AdminPermissions
{
    public const string ViewMenuItem = "menu.view_menuitem";
    public const string AddMenuItem = "menu.add_menuitem";
    public const string ChangeMenuItem = "menu.change_menuitem";
    public const string DeleteMenuItem = "menu.delete_menuitem";

    public const string ViewHistory = "admin.view_logentry";

    public const string ViewJobs = "django_celery_beat.view_periodictask";
    public const string RunJobs = "django_celery_beat.change_periodictask";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        .. PermissionDeclaration.Standard("menu", "menuitem"),
        new(ViewHistory, "Can view log entry") { Model = "logentry" },
        new(ViewJobs, "Can view jobs and their history") { Model = "periodictask" },
        new(RunJobs, "Can run jobs by hand") { Model = "periodictask" },
    ];
}
