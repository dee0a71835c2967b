using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>
/// How our numbers become Mumble's. The server has numbers of its own for those it registered by itself, so ours begin far above; those of guests
/// begin at twice that.
/// </summary>
internal static class MumbleNumbers
{
    public const int Offset = 1_000_000_000;

    public static int Of(UserId user) => Offset + user.Value;

    public static int OfGuest(int guest) => (2 * Offset) + guest;

    /// <summary>The pilot of a number; null for a guest or a stranger.</summary>
    public static UserId? PilotOf(int number) => number is > Offset and < 2 * Offset ? new UserId(number - Offset) : null;

    /// <summary>The guest of a number; null for anybody else.</summary>
    public static int? GuestOf(int number) => number > 2 * Offset ? number - (2 * Offset) : null;
}
