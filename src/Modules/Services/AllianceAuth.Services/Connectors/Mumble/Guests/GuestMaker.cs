using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Guests;

/// <summary>Makes accounts of guests, who may stay as long as their link. MUM-055, MUM-056.</summary>
internal sealed class GuestMaker(ServicesDb db, NameFormatBook names, MumbleConnector connector, MumblePasswords passwords, IMediator mediator, IOptions<MumbleSettings> settings, TimeProvider clock)
{
    /// <summary>So that nobody fills the table by a link that went around.</summary>
    public const int MostGuests = 250;

    private const string GuestState = "Guest";

    /// <returns>Null when there is none of that address, or its time is over.</returns>
    public Task<GuestLink?> FindLinkAsync(string reference, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.GuestLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Reference == reference && l.ExpiresAt > now, cancellationToken);
    }

    /// <summary>For a character that EVE vouches for.</summary>
    public async Task<GuestPass> MakeAsync(GuestLink link, CharacterInfo character, CancellationToken cancellationToken)
    {
        var guest = (await mediator.Send(new FindStates(), cancellationToken)).FirstOrDefault(s => s.Name == GuestState) ?? new StateInfo(default, GuestState);
        var main = new MainCharacter(
            character.CharacterId, character.Name, character.CorporationId, character.CorporationName, character.CorporationTicker,
            character.AllianceId, character.AllianceName, character.FactionId);
        var access = new AccessSnapshot { User = default, UserName = character.Name, IsActive = true, State = guest.State, StateName = guest.Name, Main = main, Characters = [character.CharacterId] };
        var name = (await names.NameAsync(connector.Description, [access], cancellationToken))[0];
        return await MakeAsync(link, $"[TEMP]{name}", character.CharacterId, cancellationToken);
    }

    /// <summary>For somebody who says who they are.</summary>
    public Task<GuestPass> MakeAsync(GuestLink link, string name, string association, CancellationToken cancellationToken) =>
        MakeAsync(link, $"[*TEMP][{Clean(association)}] {Clean(name)}", character: null, cancellationToken);

    /// <summary>What is wrong with the form's fields; null when nothing is.</summary>
    public static Refusal? Refuse(string? name, string? association) =>
        Clean(name).Length == 0 || Clean(association).Length == 0 ? new("services.mumble.join.missing")
        : Clean(name).Length > 60 || Clean(association).Length > 60 ? new("services.mumble.join.long")
        : null;

    // Brackets set the association apart from the name, and angle brackets would be markup to Mumble.
    private static string Clean(string? text) => string.Concat((text ?? "").Where(c => !char.IsControl(c) && c is not ('[' or ']' or '<' or '>'))).Trim();

    private async Task<GuestPass> MakeAsync(GuestLink link, string displayName, long? character, CancellationToken cancellationToken)
    {
        if (await db.Guests.CountAsync(g => g.LinkId == link.Id, cancellationToken) >= MostGuests)
        {
            return new GuestPass("", "", "", "", link.ExpiresAt, new Refusal("services.mumble.join.full"));
        }

        var (login, password) = (GuestLink.RandomText(Guest.LoginLength), GuestLink.RandomText(Guest.PasswordLength));
        var guest = new Guest
        {
            LinkId = link.Id,
            LoginName = login,
            NameKey = MumbleUser.KeyOf(login),
            PasswordHash = passwords.Hash(password),
            DisplayName = displayName.Length > Guest.LongestName ? displayName[..Guest.LongestName] : displayName,
            CharacterId = character,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = link.ExpiresAt,
        };
        db.Guests.Add(guest);
        await db.SaveChangesAsync(cancellationToken);
        return new(guest.DisplayName, login, password, $"mumble://{login}:{password}@{settings.Value.Url}", link.ExpiresAt, Refusal: null);
    }
}

/// <summary>What a guest needs to come in; shown once.</summary>
/// <param name="Name">The name that others see.</param>
/// <param name="Login">What to sign in with.</param>
/// <param name="Password">The password.</param>
/// <param name="Address">All of it as one address, which Mumble opens.</param>
/// <param name="Until">UTC, when it ends.</param>
/// <param name="Refusal">Why there is none; null when there is.</param>
public sealed record GuestPass(string Name, string Login, string Password, string Address, DateTimeOffset Until, Refusal? Refusal);
