using System.Net;
using System.Text;

namespace AllianceAuth.Testing.Site;

/// <summary>One browser without script: keeps cookies, follows redirects one by one, across the site and the simulated EVE.</summary>
public sealed class Visitor : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _client;

    /// <summary>A browser that has never been anywhere, pointed at a site.</summary>
    public Visitor(Uri site)
    {
        Site = site;
        Cookies = new CookieContainer();
#pragma warning disable RS0030 // A test drives the site from outside, as a browser does.
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }, disposeHandler: true);
#pragma warning restore RS0030
    }

    /// <summary>Address of the site.</summary>
    public Uri Site { get; }

    /// <summary>The cookies so far.</summary>
    public CookieContainer Cookies { get; }

    /// <summary>Opens a page, following redirects as a browser does.</summary>
    public Task<VisitedPage> OpenAsync(string address) => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(Site, address)), follow: true);

    /// <summary>Asks for an address without following a redirect.</summary>
    public Task<VisitedPage> GetAsync(string address) => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(Site, address)), follow: false);

    /// <summary>Posts fields as they are: for hostile requests. Forms are sent by <see cref="VisitedPage.SubmitAsync"/>.</summary>
    public Task<VisitedPage> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> fields, bool follow = false, bool partial = false) =>
        SendAsync(() => Post(new Uri(Site, address), fields, partial), follow);

    /// <summary>Asks with headers of one's own, without following a redirect.</summary>
    public Task<VisitedPage> AskAsync(HttpMethod method, string address, params IReadOnlyList<(string Name, string Value)> headers) => SendAsync(
        () =>
        {
            var request = new HttpRequestMessage(method, new Uri(Site, address));
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return request;
        },
        follow: false);

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    internal Task<VisitedPage> SubmitAsync(Uri action, string method, IEnumerable<KeyValuePair<string, string>> fields, bool follow, bool partial) =>
        string.Equals(method, "get", StringComparison.OrdinalIgnoreCase)
            ? SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new UriBuilder(action) { Query = Encode(fields) }.Uri), follow)
            : SendAsync(() => Post(action, fields, partial), follow);

    private static HttpRequestMessage Post(Uri address, IEnumerable<KeyValuePair<string, string>> fields, bool partial)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        if (partial)
        {
            request.Headers.Add("HX-Request", "true");
            request.Headers.Add("HX-Request-Type", "partial");
        }

        return request;
    }

    private async Task<VisitedPage> SendAsync(Func<HttpRequestMessage> make, bool follow)
    {
        using var request = make();
        var address = request.RequestUri!;
        var answer = await _client.SendAsync(request);
        for (var i = 0; follow && answer.Headers.Location is { } location && (int)answer.StatusCode is >= 300 and < 400; i++)
        {
            if (i == MostRedirects)
            {
                throw new InvalidOperationException($"More than {MostRedirects} redirects, the last to {location}.");
            }

            address = new Uri(address, location);
            answer.Dispose();
            answer = await _client.GetAsync(address);
        }

        return await VisitedPage.ReadAsync(this, address, answer);
    }

    private static string Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(f => new StringBuilder(Uri.EscapeDataString(f.Key)).Append('=').Append(Uri.EscapeDataString(f.Value))));
}
