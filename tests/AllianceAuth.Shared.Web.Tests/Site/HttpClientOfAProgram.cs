using System.Net;

namespace AllianceAuth.Shared.Web.Tests.Site;

/// <summary>Not a browser: wants JSON.</summary>
internal sealed class HttpClientOfAProgram : IDisposable
{
    private readonly HttpClient _client;

    public HttpClientOfAProgram(Uri site)
    {
#pragma warning disable RS0030 // A test drives the site from outside.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site };
#pragma warning restore RS0030
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    public async Task<HttpStatusCode> StatusOfAsync(string address)
    {
        using var answer = await _client.GetAsync(address);
        return answer.StatusCode;
    }

    public void Dispose() => _client.Dispose();
}
