using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Services.Components;

/// <summary>How whatever an admin does about services answers: with the board where it was clicked, otherwise with the page they came from.</summary>
internal sealed class HealthAnswers(ICurrentUser currentUser, HealthReader health)
{
    public async Task<IResult> AnswerAsync(HttpContext http, string? address, CancellationToken cancellationToken)
    {
        var from = http.Request.CurrentPage is { } page && page.StartsWith(HealthPaths.All, StringComparison.Ordinal) ? page : HealthPaths.All;
        var next = address ?? from;
        if (!http.Request.IsPartial)
        {
            return http.SeeOther(next);
        }

        var query = TableQuery.Of(next.Split('#')[0]);
        return http.Fragment<HealthBoard, HealthView>(await health.ReadAsync(query, (await currentUser.FindAsync(cancellationToken))!, cancellationToken), orElse: next);
    }
}
