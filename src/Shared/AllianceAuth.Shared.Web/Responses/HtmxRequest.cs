using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Responses;

/// <summary>What htmx 4 tells about a request.</summary>
public static class HtmxRequest
{
    private const int MostKept = 500;

    extension(HttpRequest request)
    {
        /// <summary>True when htmx sent it.</summary>
        public bool IsHtmx => request.Headers["HX-Request"] == "true";

        /// <summary>
        /// True when the answer goes into one element. <c>full</c> is what htmx sends when it picks a part out of a whole page itself or replaces the body.
        /// </summary>
        public bool IsPartial => request.IsHtmx && request.Headers["HX-Request-Type"] == "partial";

        /// <summary>
        /// Name of the field that was just left, when a <c>FormField</c> with a <c>ValidatePath</c> asks: answer the form's page with its errors
        /// and change nothing. Null when the form was really sent.
        /// </summary>
        public string? FieldToValidate => request.IsHtmx && request.HasFormContentType && request.Form["validate"].ToString() is { Length: > 0 } name ? name : null;

        /// <summary>
        /// Numbers of the rows that the page keeps after they were decided, as its part with <c>data-kept</c> lists them. What is asked by htmx tells
        /// them; a page that is opened anew keeps nothing.
        /// </summary>
        public IReadOnlyList<int> KeptRows =>
        [
            .. request.Headers["X-Kept"].ToString().Split(',', MostKept + 1)
                .Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(id => id > 0).Take(MostKept),
        ];

        /// <summary>Path and query of the page the request was made from, or null when it is not known or not ours.</summary>
        public string? CurrentPage
        {
            get
            {
                var told = request.IsHtmx ? request.Headers["HX-Current-URL"].ToString() : request.Headers.Referer.ToString();
                return Uri.TryCreate(told, UriKind.Absolute, out var address)
                    && string.Equals(address.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
                    ? LocalPath.OrNull(address.PathAndQuery)
                    : null;
            }
        }
    }
}
