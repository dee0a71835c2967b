using System.Globalization;

namespace AllianceAuth.Services.Domain;

/// <summary>
/// Sets accounts of equal names apart: who has a name keeps it, others get <c>_2</c>, <c>_3</c> … in the order they were activated. Case does not set apart.
/// </summary>
/// <param name="longest">Longest name the service takes.</param>
/// <param name="taken">Names that others have.</param>
internal sealed class UniqueNames(int longest, IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name, or the first free one made from it.</summary>
    public string Take(string name)
    {
        if (name.Length == 0)
        {
            return name;
        }

        var free = Cut(name, longest);
        for (var number = 2; !_taken.Add(free); number++)
        {
            var end = FormattableString.Invariant($"_{number}");
            free = Cut(name, longest - end.Length) + end;
        }

        return free;
    }

    /// <summary>Who comes first: 1 for whoever has the plain name, 2 for <c>_2</c> and so on, last those who have none made from it. So nobody's name is taken for another's sake.</summary>
    /// <param name="has">The name they have; empty for none.</param>
    /// <param name="wished">The plain name.</param>
    public static int TurnOf(string has, string wished)
    {
        if (has.Equals(wished, StringComparison.OrdinalIgnoreCase))
        {
            return has.Length == 0 ? int.MaxValue : 1;
        }

        var mark = has.LastIndexOf('_');
        return mark > 0 && wished.StartsWith(has[..mark], StringComparison.OrdinalIgnoreCase) && int.TryParse(has.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MaxValue;
    }

    /// <summary>Cuts without leaving half a character.</summary>
    public static string Cut(string name, int longest)
    {
        if (name.Length <= longest)
        {
            return name;
        }

        return name[..(char.IsHighSurrogate(name[longest - 1]) ? longest - 1 : longest)];
    }
}
