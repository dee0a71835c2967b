namespace AllianceAuth.Shared.Web.Layouts;

/// <summary>How htmx behaves on our pages.</summary>
internal static class HtmxSettings
{
    /// <summary>
    /// htmx 4 puts every answer but 204 and 304 into the page. A fault must never land in a card, so 5xx is not swapped either; parts that name
    /// their own target (our error toast) still arrive. Whatever a reader has unfolded stays unfolded when the part around it is drawn anew. The indicator styles are in our style sheet.
    /// </summary>
    public const string Json = """{"noSwap":[204,304,"5xx"],"defaultSwap":"outerHTML","includeIndicatorCSS":false,"history":"reload","mode":"same-origin","morphIgnore":["data-htmx-powered","open"],"extensions":"sse"}""";
}
