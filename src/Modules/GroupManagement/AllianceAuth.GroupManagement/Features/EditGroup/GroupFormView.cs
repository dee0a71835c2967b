using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;

namespace AllianceAuth.GroupManagement.Features.EditGroup;

/// <summary>The form of one group.</summary>
/// <param name="Id">Its number; null for a new one.</param>
/// <param name="Revision">The edit it was made from.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
public sealed record GroupFormView(int? Id, int Revision, string Name, string Description)
{
    /// <summary>Most members that the form lists; of more, the member list is the place.</summary>
    public const int MostMembers = 200;

    /// <summary>The site alone decides who is in it.</summary>
    public bool IsInternal { get; init; } = true;

    /// <summary>Not listed.</summary>
    public bool IsHidden { get; init; } = true;

    /// <summary>Joining takes effect at once.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Anybody may join.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Only superusers change its members by hand.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Kept for a corporation or alliance: its states take nobody out.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>States that may be in it: numbers; none for all.</summary>
    public IReadOnlyList<int> States { get; init; } = [];

    /// <summary>Users who lead it, by name.</summary>
    public IReadOnlyList<PickedItem> Leaders { get; init; } = [];

    /// <summary>Groups whose members lead it, by name.</summary>
    public IReadOnlyList<PickedItem> LeaderGroups { get; init; } = [];

    /// <summary>Its members, or none when there are too many for a form.</summary>
    public IReadOnlyList<PickedItem> Members { get; init; } = [];

    /// <summary>Members as the form was drawn with them. Only what differs from them is a wish: whoever joined or left meanwhile keeps to that.</summary>
    public IReadOnlyList<string> MembersBefore { get; init; } = [];

    /// <summary>Users to be put in.</summary>
    public IReadOnlyList<UserId> Joins => Users(Members.Select(m => m.Value).Except(MembersBefore, StringComparer.Ordinal));

    /// <summary>Users to be taken out.</summary>
    public IReadOnlyList<UserId> Leaves => Users(MembersBefore.Except(Members.Select(m => m.Value), StringComparer.Ordinal));

    /// <summary>How many are in it.</summary>
    public int MemberCount { get; init; }

    /// <summary>Permissions it grants.</summary>
    public IReadOnlyCollection<string> Permissions { get; init; } = [];

    /// <summary>All states.</summary>
    public IReadOnlyList<FilterChoice> AllStates { get; init; } = [];

    /// <summary>Names of all other groups.</summary>
    public IReadOnlyList<string> AllGroups { get; init; } = [];

    /// <summary>Permissions there are, by application.</summary>
    public IReadOnlyList<Shared.Access.PermissionDeclaration> AllPermissions { get; init; } = [];

    /// <summary>Whether the reader may save.</summary>
    public bool MaySave { get; init; }

    /// <summary>Whether the reader may delete it.</summary>
    public bool MayDelete { get; init; }

    /// <summary>Whether the reader may change what only superusers may: permissions, and being restricted.</summary>
    public bool IsSuperuser { get; init; }

    /// <summary>What is wrong, by field; the empty name is the whole form.</summary>
    public IReadOnlyDictionary<string, Refusal> Errors { get; init; } = new Dictionary<string, Refusal>(StringComparer.Ordinal);

    /// <summary>Names that were typed and mean nobody, by field; they stay where they were typed.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What would happen to everybody's access.</summary>
    public AccessPreviewView Preview { get; init; } = new("group-preview", "group-form", $"{PathOf(Id)}preview/");

    /// <summary>Whether the members stand in the form.</summary>
    public bool ListsMembers => MemberCount <= MostMembers;

    /// <summary>Why the reader may not decide who gets in, or whether it stays; null when they may. ADM-006.</summary>
    public Refusal? MembersRefusal { get; init; }

    /// <summary>Fields that decide, beside the members themselves, who gets in: whoever leads a group lets others in.</summary>
    internal static readonly IReadOnlyList<string> AdmittingFields = ["internal", "open", "public", "states", "leaders", "leaders_add", "leadergroups", "leadergroups_add"];

    /// <summary>The same, admitting whom another form admits.</summary>
    internal GroupFormView AdmittingAs(GroupFormView other) => this with
    {
        IsInternal = other.IsInternal,
        IsOpen = other.IsOpen,
        IsPublic = other.IsPublic,
        States = other.States,
        Leaders = other.Leaders,
        LeaderGroups = other.LeaderGroups,
    };

    private static IReadOnlyList<UserId> Users(IEnumerable<string> ids) => [.. ids.Select(id => new UserId(int.Parse(id, CultureInfo.InvariantCulture)))];

    /// <summary>Local address of the form.</summary>
    public static string PathOf(int? id) =>
        id is { } known ? $"/admin/groupmanagement/group/{known.ToString(CultureInfo.InvariantCulture)}/change/" : "/admin/groupmanagement/group/add/";
}
