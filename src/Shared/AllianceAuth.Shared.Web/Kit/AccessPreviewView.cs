using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Web.Kit;

/// <summary>What a form would do to everybody's access if it were saved.</summary>
/// <param name="Id">Id of the panel; the answer replaces it by this.</param>
/// <param name="Form">Id of the form it is about.</param>
/// <param name="Path">Local address that answers the form with this panel and changes nothing.</param>
public sealed record AccessPreviewView(string Id, string Form, string Path)
{
    /// <summary>Who would gain and lose what; null before anybody asked.</summary>
    public AccessDifference? Difference { get; init; }

    /// <summary>What has to be put right before there can be an answer.</summary>
    public IReadOnlyList<Refusal> Problems { get; init; } = [];

    /// <summary>Which users are listed.</summary>
    public DifferenceListing Listing { get; init; } = new();

    /// <summary>Name of the field that says which users to list; its value is read by <see cref="Listed"/>.</summary>
    public const string ShowField = "show";

    /// <summary>Value of <see cref="ShowField"/> that asks for a file.</summary>
    public const string Csv = "csv";

    /// <summary>Most users on the page; the file has them all.</summary>
    public const int MostShown = 500;

    /// <summary>Which users the form's answer asks for.</summary>
    public static DifferenceListing Listed(string? show) => show switch
    {
        "losing" => new(DifferenceKind.Losing),
        "gaining" => new(DifferenceKind.Gaining),
        "everybody" => new(DifferenceKind.All, MostShown),
        Csv => new(DifferenceKind.All, int.MaxValue),
        _ => new(),
    };
}
