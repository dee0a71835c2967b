using System.Globalization;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Addresses that take something back when posted to.</summary>
internal static class UndoPath
{
    private const int MostAtOnce = 200;

    /// <summary>A decision about one request.</summary>
    public static string Of(int request) => string.Create(CultureInfo.InvariantCulture, $"/groupmanagement/request/undo/{request}/");

    /// <summary>Decisions about several, made together.</summary>
    public static string Of(IReadOnlyList<int> requests) => $"/groupmanagement/requests/undo/?requests={string.Join('-', requests.Select(r => r.ToString(CultureInfo.InvariantCulture)))}";

    /// <summary>The numbers in such an address.</summary>
    public static IReadOnlyList<int> Read(string? requests) =>
    [
        .. (requests ?? "").Split('-').Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(id => id > 0).Distinct().Take(MostAtOnce),
    ];

    /// <summary>A removal.</summary>
    public static string OfRemoval(int group, int user) => string.Create(CultureInfo.InvariantCulture, $"/groupmanagement/membership/{group}/restore/{user}/");
}
