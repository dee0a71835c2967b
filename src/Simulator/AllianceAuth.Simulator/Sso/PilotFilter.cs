using System.Globalization;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Sso;

/// <summary>What the person at the sign-on page looks for.</summary>
internal sealed record PilotFilter(string Pilot, long? Corporation, long? Alliance, string Account, int Page)
{
    public const int AccountsPerPage = 12;

    /// <summary>Shows everybody.</summary>
    public static PilotFilter None { get; } = new("", null, null, "", 1);

    public bool IsEmpty => Pilot.Length == 0 && Corporation is null && Alliance is null && Account.Length == 0;

    public static PilotFilter Of(IQueryCollection query) => new(
        query["pilot"].ToString().Trim(),
        Number(query["corporation"]),
        Number(query["alliance"]),
        query["account"].ToString().Trim(),
        (int)Math.Clamp(Number(query["page"]) ?? 1, 1, 1_000_000));

    /// <summary>Accounts with at least one living character that fits, in order of account, each with all its living characters.</summary>
    public IReadOnlyList<IReadOnlyList<EveCharacter>> Find(World world) =>
        [.. world.Characters.Values
            .Where(c => !c.IsDeleted)
            .GroupBy(c => c.AccountId)
            .Where(account => FitsAccount(world.Accounts[account.Key]) && account.Any(c => Fits(world, c)))
            .OrderBy(account => account.Key)
            .Select(account => account.OrderBy(c => c.Id).ToList())];

    public bool Fits(World world, EveCharacter character) =>
        character.Name.Contains(Pilot, StringComparison.OrdinalIgnoreCase)
        && (Corporation is null || character.CorporationId == Corporation)
        && (Alliance is null || world.CorporationOf(character).AllianceId == Alliance);

    private bool FitsAccount(EveAccount account) =>
        Account.Length == 0 || (int.TryParse(Account, CultureInfo.InvariantCulture, out var id) ? account.Id == id : account.Name.Contains(Account, StringComparison.OrdinalIgnoreCase));

    private static long? Number(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
