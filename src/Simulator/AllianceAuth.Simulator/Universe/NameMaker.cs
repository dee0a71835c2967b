namespace AllianceAuth.Simulator.Universe;

/// <summary>Makes names that nobody in this world bears yet.</summary>
internal sealed class NameMaker
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public void Take(string name) => _taken.Add(name);

    public string Character(Dice dice, bool female)
    {
        while (true)
        {
            var culture = dice.Pick(NameLists.Cultures);
            var given = dice.Pick(female ? culture.Female : culture.Male);
            var family = dice.Pick(dice.Chance(0.85) ? culture.Family : dice.Pick(NameLists.Cultures).Family);
            var name = dice.Below(40) switch
            {
                0 => $"{given} {family[0]}. {dice.Pick(culture.Family)}",
                1 => $"{given}-{dice.Pick(female ? culture.Female : culture.Male)} {family}",
                2 => $"{given} d'{family}",
                _ => $"{given} {family}",
            };
            if (_taken.Add(name))
            {
                return name;
            }
        }
    }

    public string Corporation(Dice dice)
    {
        while (true)
        {
            var name = dice.Below(5) == 0
                ? $"{dice.Pick(NameLists.CorporationSecond)} & {dice.Pick(NameLists.CorporationSecond)}"
                : $"{dice.Pick(NameLists.CorporationFirst)} {dice.Pick(NameLists.CorporationSecond)}{dice.Pick(NameLists.CorporationLast)}";
            if (_taken.Add(name))
            {
                return name;
            }
        }
    }

    /// <summary>Three to five characters out of the name's own letters.</summary>
    public string Ticker(Dice dice, string name)
    {
        var letters = new string([.. name.ToUpperInvariant().Where(char.IsAsciiLetter)]);
        while (true)
        {
            var start = dice.Below(Math.Max(1, letters.Length - 8));
            var ticker = new string([.. letters.Skip(start).Where((_, i) => i == 0 || dice.Chance(0.6)).Take(dice.Between(3, 5))]);
            if (ticker.Length >= 3 && _taken.Add($"[{ticker}]"))
            {
                return ticker;
            }
        }
    }

    /// <summary>The n-th of a long row of different names, for load tests: counting with syllables for digits.</summary>
    public string Numbered(int number)
    {
        var name = "";
        var rest = number;
        for (var word = 0; word < 2; word++)
        {
            name += word == 0 ? "" : " ";
            name += NameLists.Onsets[Digit(ref rest, NameLists.Onsets.Length)];
            name += NameLists.Middles[Digit(ref rest, NameLists.Middles.Length)];
            name += NameLists.Endings[Digit(ref rest, NameLists.Endings.Length)];
        }

        return _taken.Add(name) ? name : $"{name} {ToLetters(number)}";
    }

    private static int Digit(ref int rest, int radix)
    {
        var digit = rest % radix;
        rest /= radix;
        return digit;
    }

    private static string ToLetters(int number) => number < 26 ? $"{(char)('A' + number)}" : ToLetters(number / 26) + ToLetters(number % 26);
}
