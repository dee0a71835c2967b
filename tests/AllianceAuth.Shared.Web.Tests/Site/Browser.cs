using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AllianceAuth.Shared.Web.Tests.Site;

/// <summary>A browser without script: keeps cookies, follows no redirect by itself.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    internal Browser(Uri site, int? pilot, string language)
    {
        if (pilot is { } number)
        {
            Cookies.Add(site, new Cookie("pilot", number.ToString(CultureInfo.InvariantCulture)));
        }

#pragma warning disable RS0030 // A test drives the site from outside, as a browser does.
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = site };
#pragma warning restore RS0030
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Site = site;
    }

    public Uri Site { get; }

    public CookieContainer Cookies { get; } = new();

    public string? Cookie(string name) => Cookies.GetCookies(Site)[name]?.Value;

    public Task<Answer> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, null, headers);

    /// <summary>Posts fields with the token of a page of ours, as a form of it would.</summary>
    public async Task<Answer> PostAsync(string address, IReadOnlyDictionary<string, string>? fields = null, params (string Name, string Value)[] headers)
    {
        var page = await GetAsync("/ui-kit");
        var all = new Dictionary<string, string>(fields ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
        };
        return await SendAsync(HttpMethod.Post, address, all, headers);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string address, IReadOnlyDictionary<string, string>? fields, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (fields is not null)
        {
            request.Content = new FormUrlEncodedContent(fields);
        }

        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, all, body, new HtmlParser().ParseDocument(body));
    }

    public void Dispose() => _client.Dispose();
}

public sealed record Answer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body, IHtmlDocument Document)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string Text(string selector) => string.Join(' ', Document.QuerySelector(selector)!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
