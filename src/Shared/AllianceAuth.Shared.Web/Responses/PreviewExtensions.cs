using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Kit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Shared.Web.Responses;

/// <summary>How an endpoint answers a form that asks for a preview.</summary>
public static class PreviewExtensions
{
    extension(HttpContext http)
    {
        /// <summary>The panel for htmx, a file when the form asked for one, and otherwise the form's page with the panel in it. Nothing is saved in any case.</summary>
        /// <param name="page">What the form's page shows, the panel included.</param>
        /// <param name="preview">The panel.</param>
        /// <param name="show">Value of <see cref="AccessPreviewView.ShowField"/>.</param>
        public IResult Preview<TPage, TView>(TView page, AccessPreviewView preview, string? show)
            where TPage : IComponent
        {
            var status = preview.Problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
            if (http.Request.IsPartial)
            {
                return new ComponentResult(typeof(AccessPreview), preview, hasView: true) { IsFragment = true, Status = status };
            }

            return show == AccessPreviewView.Csv && preview.Difference is { } difference ? File(http, difference) : http.Page<TPage, TView>(page, status);
        }
    }

    private static IResult File(HttpContext http, AccessDifference difference)
    {
        var t = http.RequestServices.GetRequiredService<IStringLocalizer<SharedWeb>>();
        return http.Csv(
            "preview",
            difference.Users,
            new CsvColumn<UserDifference>(t["web.preview.column.pilot"], u => u.Name),
            new CsvColumn<UserDifference>(t["web.preview.column.before"], u => u.StateBefore),
            new CsvColumn<UserDifference>(t["web.preview.column.after"], u => u.StateAfter),
            new CsvColumn<UserDifference>(t["web.preview.loses"], u => string.Join(", ", u.Losses)),
            new CsvColumn<UserDifference>(t["web.preview.gains"], u => string.Join(", ", u.Gains)));
    }
}
