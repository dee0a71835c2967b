using System.Security.Cryptography;
using System.Text.Json;
using AllianceAuth.Shared.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Flashes;

/// <summary>
/// The messages of this request: those it made and those a redirect brought along in a sealed one-time cookie. Whoever shows them takes them;
/// what nobody took goes into the cookie when the answer starts.
/// </summary>
internal sealed class FlashMessages(IHttpContextAccessor accessor, IDataProtectionProvider protection, ILogger<FlashMessages> logger)
{
    // Browsers drop a cookie over 4 KB whole, and with it every message; few and short ones arrive.
    private const int MostCharacters = 3000;

    private IDataProtector? _protector;
    private List<FlashMessage>? _messages;
    private bool _waitsForResponse;

    public bool HasAny => Messages.Count > 0;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Flash messages need a request.");

    private string CookieName => SiteCookie.Name(Http, "flash");

    // Most requests have no message and need none.
    private IDataProtector Protector => _protector ??= protection.CreateProtector("AllianceAuth.Flash");

    private List<FlashMessage> Messages => _messages ??= Read();

    public void Add(FlashMessage message)
    {
        Messages.Add(message);
        WriteWhenResponseStarts();
    }

    /// <summary>Hands over all messages; they will not be shown again.</summary>
    public IReadOnlyList<FlashMessage> Take()
    {
        IReadOnlyList<FlashMessage> taken = [.. Messages];
        Messages.Clear();
        return taken;
    }

    private List<FlashMessage> Read()
    {
        if (Http.Request.Cookies[CookieName] is not { Length: > 0 } cookie)
        {
            return [];
        }

        WriteWhenResponseStarts();
        try
        {
            return JsonSerializer.Deserialize<List<FlashMessage>>(Protector.Unprotect(cookie)) ?? [];
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Sealed with a key that is gone, or not by us: the message is lost, the page is not.
            logger.LogInformation("A flash cookie could not be read and was dropped: {Reason}", e.Message);
            return [];
        }
    }

    private void WriteWhenResponseStarts()
    {
        if (_waitsForResponse || Http.Response.HasStarted)
        {
            return;
        }

        _waitsForResponse = true;
        var http = Http;
        var name = CookieName;
        http.Response.OnStarting(() =>
        {
            Write(http, name);
            return Task.CompletedTask;
        });
    }

    private void Write(HttpContext http, string name)
    {
        var options = SiteCookie.Options(http);
        var sealedText = Seal();
        if (sealedText is not null)
        {
            http.Response.Cookies.Append(name, sealedText, options);
        }
        else if (http.Request.Cookies.ContainsKey(name))
        {
            http.Response.Cookies.Delete(name, options);
        }
    }

    private string? Seal()
    {
        while (Messages.Count > 0)
        {
            var text = Protector.Protect(JsonSerializer.Serialize(Messages));
            if (text.Length <= MostCharacters)
            {
                return text;
            }

            Messages.RemoveAt(0);
        }

        return null;
    }
}
