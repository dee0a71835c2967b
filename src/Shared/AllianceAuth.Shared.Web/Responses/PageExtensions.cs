using AllianceAuth.Shared.Results;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

// CA1822: the answers read best as what the request gives, whether or not it is looked at.
#pragma warning disable CA1822

namespace AllianceAuth.Shared.Web.Responses;

/// <summary>The answers an endpoint gives: a page, a part of one, or the way to another.</summary>
public static class PageExtensions
{
    extension(HttpContext http)
    {
        /// <summary>A whole page. The component names its layout with <c>@layout</c> and takes no parameters.</summary>
        public IResult Page<TComponent>(int status = StatusCodes.Status200OK)
            where TComponent : IComponent => new ComponentResult(typeof(TComponent), view: null, hasView: false) { Status = status };

        /// <summary>A whole page. The component names its layout with <c>@layout</c> and has a <c>View</c> parameter.</summary>
        public IResult Page<TComponent, TView>(TView view, int status = StatusCodes.Status200OK)
            where TComponent : IComponent => new ComponentResult(typeof(TComponent), view, hasView: true) { Status = status };

        /// <summary>
        /// A whole page that shows every visitor the same in their language and theme, and is kept finished for some seconds. Beyond these two and
        /// the form token it may depend on its view alone, a record. Whoever is signed in, has a message waiting or came with a query gets it drawn anew.
        /// </summary>
        public IResult KeptPage<TComponent, TView>(TView view)
            where TComponent : IComponent => new KeptPageResult(typeof(TComponent), view);

        /// <summary>The form's page again, with the errors beside their fields: 422.</summary>
        public IResult Invalid<TComponent, TView>(TView view)
            where TComponent : IComponent => http.Page<TComponent, TView>(view, StatusCodes.Status422UnprocessableEntity);

        /// <summary>A part when htmx asked for one, the whole page otherwise; both at the same address.</summary>
        public IResult PageOr<TPage, TFragment, TView>(TView view)
            where TPage : IComponent
            where TFragment : IFragment<TView> => http.Request.IsPartial
                ? new ComponentResult(typeof(TFragment), view, hasView: true) { IsFragment = true }
                : new ComponentResult(typeof(TPage), view, hasView: true);

        /// <summary>
        /// The answer to something done: the changed part for htmx, with 422 when a rule refused; everyone else is redirected and reads the
        /// refusal on the next page.
        /// </summary>
        /// <param name="view">What the part shows, the refusal included.</param>
        /// <param name="orElse">Local address for those without htmx.</param>
        /// <param name="refusal">Why it was not done, or null when it was.</param>
        public IResult Fragment<TComponent, TView>(TView view, string orElse, Refusal? refusal = null)
            where TComponent : IFragment<TView> => new FragmentResult(typeof(TComponent), view, orElse, refusal);

        /// <summary>A list as a file that spreadsheets open.</summary>
        /// <param name="fileName">Without the ending.</param>
        /// <param name="rows">Read while the file is sent; nothing is held in memory.</param>
        /// <param name="columns">Heads and values; text that a spreadsheet would take for a formula is made harmless.</param>
        public IResult Csv<TRow>(string fileName, IAsyncEnumerable<TRow> rows, params IReadOnlyList<CsvColumn<TRow>> columns) =>
            new CsvResult<TRow>(fileName, rows, columns);

        /// <summary>A list as a file that spreadsheets open.</summary>
        public IResult Csv<TRow>(string fileName, IEnumerable<TRow> rows, params IReadOnlyList<CsvColumn<TRow>> columns) =>
            new CsvResult<TRow>(fileName, rows.ToAsyncEnumerable(), columns);

        /// <summary>
        /// The page that names the permission somebody lacks: 403. For addresses that serve many things; where one permission is enough to know,
        /// it is demanded where the address is mapped.
        /// </summary>
        public IResult Forbidden(string permission) => new ForbiddenResult(permission);

        /// <summary>To another page of this site with GET (303), also out of an htmx request.</summary>
        public IResult SeeOther(string localPath) => new SeeOtherResult(localPath);
    }
}
