using System.Globalization;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>How an undo answers where it was pressed in the log of a group: with that log.</summary>
internal static class LogAnswer
{
    /// <summary>Null where it was pressed elsewhere.</summary>
    public static IResult? LogAnswerOrNull(this HttpContext http, int group, Refusal? refusal)
    {
        if (http.Request.IsPartial
            || http.Request.CurrentPage is not { } page
            || !page.StartsWith(string.Create(CultureInfo.InvariantCulture, $"/groupmanagement/membership/{group}/audit-log/"), StringComparison.Ordinal))
        {
            return null;
        }

        if (refusal is not null)
        {
            http.Flash(FlashLevel.Warning, refusal);
        }

        return http.SeeOther(page);
    }
}
