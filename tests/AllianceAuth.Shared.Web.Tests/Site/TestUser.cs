using System.Security.Claims;
using System.Text.Encodings.Web;
using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Tests.Site;

/// <summary>Who a request of the small test site comes from: the name in the cookie <c>pilot</c>.</summary>
internal sealed class TestUser(IHttpContextAccessor accessor) : ICurrentUser
{
    public static readonly AccessSnapshot Maren = new()
    {
        User = new UserId(1),
        UserName = "Maren_Ostvik",
        IsActive = true,
        IsStaff = true,
        State = new StateId(1),
        StateName = "Member",
        Main = new MainCharacter(90000002, "Maren Ostvik", 98000001, "Cinder & Quill", "CNDRQ", 99000001, "Lanternfall Accord", null),
        Permissions = new HashSet<string>(["srp.access_srp"], StringComparer.Ordinal),
    };

    public static readonly AccessSnapshot WithoutMain = Maren with { User = new UserId(2), UserName = "New_Pilot", IsStaff = false, Main = null, Permissions = new HashSet<string>(StringComparer.Ordinal) };

    public ValueTask<AccessSnapshot?> FindAsync(CancellationToken cancellationToken) => ValueTask.FromResult(accessor.HttpContext?.User.FindUserId()?.Value switch
    {
        1 => Maren,
        2 => WithoutMain,
        _ => null,
    });
}

internal sealed class TestSession(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies["pilot"] is not { Length: > 0 } pilot)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, pilot), new Claim(ClaimTypes.Name, "pilot" + pilot)], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }
}
