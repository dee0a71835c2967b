using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AllianceAuth.Testing.Site;

/// <summary>An answer of the site (or of the simulated EVE), and its forms.</summary>
public sealed class VisitedPage
{
    private readonly Visitor _visitor;

    private VisitedPage(Visitor visitor, Uri address, HttpResponseMessage answer, string body)
    {
        _visitor = visitor;
        Address = address;
        Answer = answer;
        Body = body;
        Document = new HtmlParser().ParseDocument(body);
    }

    /// <summary>Where the visitor ended up.</summary>
    public Uri Address { get; }

    /// <summary>Headers and status.</summary>
    public HttpResponseMessage Answer { get; }

    /// <summary>The body as text.</summary>
    public string Body { get; }

    /// <summary>The body as a document.</summary>
    public IHtmlDocument Document { get; }

    /// <summary>The status.</summary>
    public HttpStatusCode Status => Answer.StatusCode;

    /// <summary>SQL statements the answer took; a site in development says so with each.</summary>
    public int Statements => int.Parse(Answer.Headers.GetValues("Server-Timing").Single(v => v.StartsWith("sql;", StringComparison.Ordinal)).Split('"')[1], CultureInfo.InvariantCulture);

    /// <summary>Where a redirect points, if it is one.</summary>
    public string? Location => Answer.Headers.Location?.OriginalString;

    /// <summary>The text of the first element that fits, with white space collapsed.</summary>
    /// <exception cref="InvalidOperationException">Nothing fits; the message holds the page's text.</exception>
    public string Text(string selector) => Collapse(Find(selector).TextContent);

    /// <summary>The whole page's text, with white space collapsed.</summary>
    public string AllText => Collapse(Document.Body?.TextContent ?? "");

    /// <summary>The first element that fits.</summary>
    public IElement Find(string selector) =>
        Document.QuerySelector(selector) ?? throw new InvalidOperationException($"No {selector} at {Address} ({(int)Status}): {AllText}");

    /// <summary>Sends a form that the page really contains, with the values it holds.</summary>
    /// <param name="selector">The form.</param>
    /// <param name="fields">Fields to fill in otherwise; each must exist in the form.</param>
    /// <param name="button">Selector of the button to press inside the form, for its name and value.</param>
    /// <param name="follow">Whether to follow redirects.</param>
    /// <param name="partial">Whether to send it as htmx does.</param>
    public Task<VisitedPage> SubmitAsync(string selector, IReadOnlyDictionary<string, string>? fields = null, string? button = null, bool follow = true, bool partial = false)
    {
        var form = (IHtmlFormElement)Find(selector);
        var values = Values(form).ToList();
        foreach (var (name, value) in fields ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (form.Elements.OfType<IHtmlElement>().All(e => e.GetAttribute("name") != name))
            {
                throw new InvalidOperationException($"The form {selector} has no field {name}.");
            }

            values.RemoveAll(v => v.Key == name);
            values.Add(new(name, value));
        }

        if (button is not null && form.QuerySelector(button) is { } pressed && pressed.GetAttribute("name") is { Length: > 0 } buttonName)
        {
            values.Add(new(buttonName, pressed.GetAttribute("value") ?? ""));
        }

        var action = form.GetAttribute("action") is { Length: > 0 } target ? new Uri(Address, target) : Address;
        return _visitor.SubmitAsync(action, form.GetAttribute("method") ?? "get", values, follow, partial);
    }

    /// <summary>Opens another address from here.</summary>
    public Task<VisitedPage> OpenAsync(string address) => _visitor.OpenAsync(new Uri(Address, address).AbsoluteUri);

    /// <summary>Posts fields from here as they are: for hostile requests.</summary>
    public Task<VisitedPage> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> fields) => _visitor.PostAsync(new Uri(Address, address).AbsoluteUri, fields);

    internal static async Task<VisitedPage> ReadAsync(Visitor visitor, Uri address, HttpResponseMessage answer) =>
        new(visitor, address, answer, await answer.Content.ReadAsStringAsync());

    private static IEnumerable<KeyValuePair<string, string>> Values(IHtmlFormElement form)
    {
        foreach (var element in form.Elements.Where(e => e.GetAttribute("name") is { Length: > 0 } && !e.HasAttribute("disabled")))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    if (box.IsChecked)
                    {
                        yield return new(name, box.Value);
                    }

                    break;
                case IHtmlInputElement { Type: "submit" or "button" or "image" }:
                    break;
                case IHtmlInputElement input:
                    yield return new(name, input.Value);
                    break;
                case IHtmlTextAreaElement area:
                    yield return new(name, area.Value);
                    break;
                case IHtmlSelectElement select:
                    foreach (var option in select.Options.Where(o => o.IsSelected))
                    {
                        yield return new(name, option.Value);
                    }

                    break;
            }
        }
    }

    private static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
