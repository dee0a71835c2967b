using System.Net;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;

namespace AllianceAuth.Notifications.Tests;

/// <summary>An open page: listens to the signals of a site.</summary>
internal sealed class LiveListener : IDisposable
{
    private readonly HttpClient _client;
    private readonly HttpResponseMessage _answer;
    private readonly List<string> _heard = [];
    private readonly Task _listening;

    private LiveListener(HttpClient client, HttpResponseMessage answer, Stream? stream)
    {
        (_client, _answer) = (client, answer);
        _listening = stream is null ? Task.CompletedTask : ListenAsync(stream);
    }

    public HttpStatusCode Status => _answer.StatusCode;

    public string? MediaType => _answer.Content.Headers.ContentType?.MediaType;

    /// <summary>Whether the server ended the stream.</summary>
    public bool HasEnded => _listening.IsCompleted;

    /// <summary>Names of the events so far.</summary>
    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>Opens the stream with a visitor's cookies, at the visitor's site or at another node of it.</summary>
    /// <param name="visitor">Whose session.</param>
    /// <param name="node">Which node; the visitor's own when left out.</param>
    /// <param name="since">What the page knows up to; now when left out.</param>
    public static async Task<LiveListener> OpenAsync(Visitor visitor, Uri? node = null, DateTimeOffset? since = null)
    {
#pragma warning disable RS0030 // A test drives the site from outside, as a browser does.
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = visitor.Cookies, AllowAutoRedirect = false });
#pragma warning restore RS0030
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node ?? visitor.Site, "/live/"));
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("Last-Event-ID", $"{(since ?? TimeProvider.System.GetUtcNow().AddSeconds(2)).ToUnixTimeMilliseconds()}");
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new LiveListener(client, answer, answer.IsSuccessStatusCode ? await answer.Content.ReadAsStreamAsync() : null);
    }

    public Task HearsAsync(string name) => Eventually.TrueAsync(() => Heard.Contains(name), $"the signal {name}; heard: {string.Join(", ", Heard)}");

    public void Dispose()
    {
        _client.Dispose();
        _answer.Dispose();
    }

    private async Task ListenAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    lock (_heard)
                    {
                        _heard.Add(line["event: ".Length..]);
                    }
                }
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The test closed the page.
        }
    }
}
