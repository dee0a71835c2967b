using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Security;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Guests;

/// <summary>The page that a guest's link opens: who they are, then what to sign in with. MUM-054 to MUM-056.</summary>
internal static class JoinAsGuestEndpoint
{
    private const string Path = "/mumbletemps/join/{reference}/";
    private const string Scope = "publicData";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).AllowAnonymous().OnlyWithMumble().WithName("mumbletemps:join");
        routes.MapGet("/mumbletemps/join/{reference}/eve/", StartAsync).AllowAnonymous().OnlyWithMumble().WithName("mumbletemps:join_eve");
        routes.MapPost(Path, HandleAsync).AllowAnonymous().OnlyWithMumble();
    }

    /// <summary>Where a link leads.</summary>
    public static string PathOf(string reference) => $"/mumbletemps/join/{reference}/";

    private static async Task<IResult> ShowAsync(
        string reference, string? sso, HttpContext http, GuestMaker guests, IMediator mediator, IOptions<MumbleSettings> settings, CancellationToken cancellationToken)
    {
        if (await guests.FindLinkAsync(reference, cancellationToken) is not { } link)
        {
            return Over(http);
        }

        var asking = Ask(link, settings.Value);
        if (string.IsNullOrEmpty(sso))
        {
            return http.Page<JoinAsGuestPage, JoinAsGuestView>(asking);
        }

        var result = SsoBrowserKey.Find(http) is { } browser ? await mediator.Send(new TakeSsoResult(browser, sso), cancellationToken) : null;
        if (result is not { StartedBy: null })
        {
            return http.Page<JoinAsGuestPage, JoinAsGuestView>(asking with { Refusal = new Refusal("services.mumble.join.again") });
        }

        // A guest is not a user: we need to know who they are, not to act for them.
        await mediator.Send(new DiscardToken(result.Token), cancellationToken);
        var character = await mediator.Send(new EnsureCharacter(result.CharacterId, result.CharacterName), cancellationToken);
        return Show(http, asking, await guests.MakeAsync(link, character, cancellationToken));
    }

    private static async Task<IResult> StartAsync(string reference, HttpContext http, GuestMaker guests, IMediator mediator, CancellationToken cancellationToken)
    {
        if (await guests.FindLinkAsync(reference, cancellationToken) is null)
        {
            return Over(http);
        }

        var eve = await mediator.Send(new StartSsoRoundTrip(SsoBrowserKey.Ensure(http), PathOf(reference), [Scope], User: null), cancellationToken);
        return Results.Redirect(eve.AbsoluteUri);
    }

    private static async Task<IResult> HandleAsync(
        string reference, [FromForm] string? name, [FromForm] string? association, HttpContext http, GuestMaker guests, IOptions<MumbleSettings> settings, CancellationToken cancellationToken)
    {
        if (await guests.FindLinkAsync(reference, cancellationToken) is not { } link)
        {
            return Over(http);
        }

        var asking = Ask(link, settings.Value) with { Name = name ?? "", Association = association ?? "" };
        var refusal = settings.Value.GuestsNeedSso ? new Refusal("services.mumble.join.needssso") : GuestMaker.Refuse(name, association);
        return refusal is not null
            ? http.Invalid<JoinAsGuestPage, JoinAsGuestView>(asking with { Refusal = refusal })
            : Show(http, asking, await guests.MakeAsync(link, name!, association!, cancellationToken));
    }

    private static IResult Show(HttpContext http, JoinAsGuestView asking, GuestPass pass) => pass.Refusal is { } refusal
        ? http.Invalid<JoinAsGuestPage, JoinAsGuestView>(asking with { Refusal = refusal })
        : http.Page<JoinAsGuestPage, JoinAsGuestView>(asking with { Pass = pass });

    private static IResult Over(HttpContext http) =>
        http.Page<JoinAsGuestPage, JoinAsGuestView>(new JoinAsGuestView("", "", default, HasForm: false), StatusCodes.Status404NotFound);

    private static JoinAsGuestView Ask(GuestLink link, MumbleSettings settings) => new(link.Reference, settings.Url, link.ExpiresAt, !settings.GuestsNeedSso);
}

/// <summary>What a guest sees.</summary>
/// <param name="Reference">The link's; empty when there is no such link.</param>
/// <param name="Url">Mumble's public address.</param>
/// <param name="Until">UTC, when the link ends.</param>
/// <param name="HasForm">Whether they may say who they are instead of signing in.</param>
public sealed record JoinAsGuestView(string Reference, string Url, DateTimeOffset Until, bool HasForm)
{
    /// <summary>As typed.</summary>
    public string Name { get; init; } = "";

    /// <summary>As typed.</summary>
    public string Association { get; init; } = "";

    /// <summary>What to sign in with; null until we know who they are.</summary>
    public GuestPass? Pass { get; init; }

    /// <summary>What was wrong.</summary>
    public Refusal? Refusal { get; init; }
}
