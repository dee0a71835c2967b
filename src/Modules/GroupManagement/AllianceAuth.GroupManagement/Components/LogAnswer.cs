using System.Globalization;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>How an undo answers where it was pressed in the log of a group: with that log.</summary>
internal static class LogAnswer
{
    private const string From = "log";

    /// <summary>The same address, for a button in the log.</summary>
    public static string InLog(string path) => $"{path}?from={From}";

    /// <summary>Null where it was pressed elsewhere.</summary>
    public static IResult? LogAnswerOrNull(this HttpContext http, int group, Refusal? refusal)
    {
        if (http.Request.Query["from"] != From)
        {
            return null;
        }

        if (refusal is not null)
        {
            http.Flash(FlashLevel.Warning, refusal);
        }

        return http.SeeOther(string.Create(CultureInfo.InvariantCulture, $"/groupmanagement/membership/{group}/audit-log/"));
    }
}
