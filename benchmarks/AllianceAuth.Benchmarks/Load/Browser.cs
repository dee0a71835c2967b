using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AllianceAuth.Benchmarks.Load;

/// <summary>Walks through pages and forms as a pilot does, to get what only a real sign-in gives: the session's cookies.</summary>
internal sealed class Browser : IDisposable
{
    private const int MostRedirects = 10;

    private readonly CookieContainer _cookies = new();
    private readonly HttpMessageInvoker _http;
    private readonly Uri _site;

    public Browser(Uri site)
    {
        _site = site;
        _http = new HttpMessageInvoker(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false });
    }

    /// <summary>The site's cookies as a request sends them.</summary>
    public string Cookies => _cookies.GetCookieHeader(_site);

    public void Dispose() => _http.Dispose();

    /// <summary>Comes with the cookies that another visit got.</summary>
    public void TakeOver(string cookies)
    {
        foreach (var cookie in cookies.Split("; "))
        {
            var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            _cookies.Add(_site, new Cookie(name, value));
        }
    }

    /// <summary>Signs in with EVE as a character of the simulated world.</summary>
    public async Task SignInAsync(long characterId, CancellationToken cancellationToken)
    {
        var choice = await GetAsync("/sso/login", cancellationToken);
        var form = (IHtmlFormElement)choice.Find("form[method=post]:not(:has([name=cancel]))");
        var fields = form.Elements.OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value));
        var end = await SendAsync(HttpMethod.Post, new Uri(choice.Address, form.GetAttribute("action")), [.. fields, KeyValuePair.Create("character_id", $"{characterId}")], cancellationToken);
        if (end.Address.AbsolutePath != "/dashboard/")
        {
            throw new BenchmarkException($"The sign-in of {characterId} ended at {end.Address}: {end.Text}");
        }
    }

    /// <summary>Opens a page of the site, following redirects.</summary>
    public Task<BrowserPage> GetAsync(string address, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, new Uri(_site, address), [], cancellationToken);

    /// <summary>Sends a form of a page with what it holds, and stays at the answer.</summary>
    /// <param name="page">The page.</param>
    /// <param name="selector">The form.</param>
    /// <param name="without">A field that is emptied.</param>
    /// <param name="with">What is filled in instead.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="below">Where a button of the form sends it instead: below the form's own address.</param>
    public Task<BrowserPage> SubmitAsync(BrowserPage page, string selector, string without, IEnumerable<string> with, CancellationToken cancellationToken, string below = "")
    {
        var form = (IHtmlFormElement)page.Find(selector);
        var held = form.Elements.OfType<IHtmlInputElement>()
            .Where(i => i.Name is { Length: > 0 } name && name != without && (i.IsChecked || i.Type is not ("checkbox" or "radio")))
            .Select(i => KeyValuePair.Create(i.Name!, i.Value));
        return SendAsync(HttpMethod.Post, new Uri(page.Address, (form.GetAttribute("action") ?? "") + below), [.. held, .. with.Select(w => KeyValuePair.Create(without, w))], cancellationToken, follow: false);
    }

    private async Task<BrowserPage> SendAsync(HttpMethod method, Uri address, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken cancellationToken, bool follow = true)
    {
        for (var i = 0; i < MostRedirects; i++)
        {
            using var request = new HttpRequestMessage(method, address) { Content = method == HttpMethod.Post ? new FormUrlEncodedContent(fields) : null };
            using var answer = await _http.SendAsync(request, cancellationToken);
            if (follow && answer.Headers.Location is { } next)
            {
                (method, address) = (HttpMethod.Get, new Uri(address, next));
                continue;
            }

            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            return (int)answer.StatusCode < 400 ? new BrowserPage(address, body, answer) : throw new BenchmarkException($"{address} answered {(int)answer.StatusCode}: {body}");
        }

        throw new BenchmarkException($"{address} redirects without end.");
    }
}

/// <summary>A page that was opened.</summary>
internal sealed class BrowserPage(Uri address, string body, HttpResponseMessage answer)
{
    private readonly IHtmlDocument _document = new HtmlParser().ParseDocument(body);

    public Uri Address => address;

    public int Length => body.Length;

    public string Text => _document.Body?.TextContent.Trim() ?? "";

    /// <summary>SQL statements that the answer took, which the site tells in development only.</summary>
    public int? Statements { get; } = answer.Headers.TryGetValues("Server-Timing", out var timings)
        ? int.Parse(timings.First(t => t.StartsWith("sql", StringComparison.Ordinal)).Split('"')[1], CultureInfo.InvariantCulture)
        : null;

    public AngleSharp.Dom.IElement Find(string selector) => _document.QuerySelector(selector) ?? throw new BenchmarkException($"No {selector} at {address}: {Text}");
}
