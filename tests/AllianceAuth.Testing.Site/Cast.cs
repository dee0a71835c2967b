using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Testing.Site;

/// <summary>Hands out players of the simulated EVE, each to one test, so that tests share a site without meeting each other.</summary>
public sealed class Cast(World world)
{
    private readonly HashSet<int> _taken = [];
    private readonly Lock _choosing = new();

    /// <summary>The living characters of a player whom nobody has yet, the one to sign in with first.</summary>
    /// <param name="characters">How many at least.</param>
    /// <param name="alliance">EVE id of the alliance the first one is in; null for any.</param>
    public IReadOnlyList<EveCharacter> Player(int characters = 1, long? alliance = null)
    {
        lock (_choosing)
        {
            foreach (var account in world.Characters.Values.Where(c => !c.IsDeleted).GroupBy(c => c.AccountId).OrderByDescending(a => a.Key))
            {
                var pilots = account.OrderBy(c => c.Id).ToList();
                var first = pilots.Find(c => alliance is null || world.AllianceOf(c)?.Id == alliance);
                if (pilots.Count >= characters && first is not null && _taken.Add(account.Key))
                {
                    return [first, .. pilots.Where(c => c != first)];
                }
            }
        }

        throw new InvalidOperationException($"No player is left with {characters} characters in alliance {alliance}.");
    }

    /// <summary>One character of a player whom nobody has yet.</summary>
    public EveCharacter Pilot(long? alliance = null) => Player(1, alliance)[0];

    /// <summary>A corporation outside of an alliance.</summary>
    public EveCorporation CorporationOutside(long alliance) => world.Corporations.Values.OrderBy(c => c.Id).First(c => c.AllianceId is not null && c.AllianceId != alliance);
}
