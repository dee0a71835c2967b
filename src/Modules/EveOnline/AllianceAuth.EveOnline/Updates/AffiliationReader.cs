using AllianceAuth.EveOnline.Esi;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>Asks EVE for affiliations in bulk. One id that EVE does not take spoils a whole call, so such a call is halved until the id stands alone.</summary>
internal sealed class AffiliationReader(IEsi esi)
{
    public const int Chunk = 1000;

    public async Task<AffiliationReading> ReadAsync(IReadOnlyList<long> characters, EsiImportance importance, CancellationToken cancellationToken)
    {
        var reading = new AffiliationReading();
        await ReadAsync(characters, importance, reading, cancellationToken);
        if (characters.Count > 1 && reading.Unresolved.Count + reading.Alone.Count == characters.Count)
        {
            // EVE takes nobody: that is EVE's trouble and says nothing about any of them.
            reading = new AffiliationReading { Trouble = new EsiTrouble(EsiTrouble.Refused, "ESI refuses every single id of a call.") };
            reading.Unanswered.AddRange(characters);
        }

        return reading;
    }

    private async Task ReadAsync(IReadOnlyList<long> characters, EsiImportance importance, AffiliationReading reading, CancellationToken cancellationToken)
    {
        switch (await esi.AffiliationsAsync(characters, importance, cancellationToken))
        {
            case EsiAnswer<IReadOnlyList<EsiAffiliation>>.Fresh fresh:
                var asked = characters.ToHashSet();
                // What makes no sense is treated as not said: it must take nothing away from anyone.
                reading.Seen.AddRange(fresh.Value.Where(a => a.CorporationId > 0 && a.AllianceId is null or > 0 && a.FactionId is null or > 0 && asked.Remove(a.CharacterId)));
                reading.Unanswered.AddRange(asked);
                break;
            case EsiAnswer<IReadOnlyList<EsiAffiliation>>.NotFound when characters.Count == 1:
                await ReadOneAsync(characters[0], importance, reading, cancellationToken);
                break;
            case EsiAnswer<IReadOnlyList<EsiAffiliation>>.NotFound:
                var half = characters.Count / 2;
                await ReadAsync([.. characters.Take(half)], importance, reading, cancellationToken);
                await ReadAsync([.. characters.Skip(half)], importance, reading, cancellationToken);
                break;
            case EsiAnswer<IReadOnlyList<EsiAffiliation>>.Unknown unknown:
                reading.Unanswered.AddRange(characters);
                reading.Trouble = unknown.Reason;
                break;
        }
    }

    /// <summary>EVE does not take this id in bulk. Only its own word that the character was deleted counts as that.</summary>
    private async Task ReadOneAsync(long character, EsiImportance importance, AffiliationReading reading, CancellationToken cancellationToken)
    {
        switch (await esi.CharacterAsync(character, importance, cancellationToken))
        {
            case EsiAnswer<EsiCharacter>.NotFound gone when gone.Message.Contains("deleted", StringComparison.OrdinalIgnoreCase):
                reading.Seen.Add(new EsiAffiliation(character, Contracts.CharacterInfo.Doomheim));
                break;
            case EsiAnswer<EsiCharacter>.Unknown unknown:
                reading.Unanswered.Add(character);
                reading.Trouble = unknown.Reason;
                break;
            case EsiAnswer<EsiCharacter>.Stale stale:
                reading.Unanswered.Add(character);
                reading.Trouble = stale.Reason;
                break;
            case EsiAnswer<EsiCharacter>.Fresh { Value: { CorporationId: > 0, AllianceId: null or > 0, FactionId: null or > 0 } told } fresh:
                reading.Alone.Add((new EsiAffiliation(character, told.CorporationId, told.AllianceId, told.FactionId), fresh.At));
                break;
            default:
                reading.Unresolved.Add(character);
                break;
        }
    }
}

/// <summary>What came of asking.</summary>
internal sealed class AffiliationReading
{
    public List<EsiAffiliation> Seen { get; } = [];

    /// <summary>EVE does not take these ids in bulk, but says where each is; UTC, when it said so. Such an answer may be older than what we know.</summary>
    public List<(EsiAffiliation Affiliation, DateTimeOffset At)> Alone { get; } = [];

    /// <summary>EVE has no answer for these ids although it answers for others.</summary>
    public List<long> Unresolved { get; } = [];

    /// <summary>Could not be asked; what we know stays.</summary>
    public List<long> Unanswered { get; } = [];

    public EsiTrouble? Trouble { get; set; }

    public void Add(AffiliationReading other)
    {
        Seen.AddRange(other.Seen);
        Alone.AddRange(other.Alone);
        Unresolved.AddRange(other.Unresolved);
        Unanswered.AddRange(other.Unanswered);
        Trouble = other.Trouble ?? Trouble;
    }
}
