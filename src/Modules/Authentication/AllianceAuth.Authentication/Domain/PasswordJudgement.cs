using System.Globalization;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Authentication.Domain;

/// <summary>What makes a password too easy. AUTH-087.</summary>
internal static class PasswordJudgement
{
    public const int MinLength = 8;

    // The share of equal letters, in order, from which on two texts count as alike.
    private const double Alike = 0.7;

    /// <summary>Everything that is wrong with a password.</summary>
    /// <param name="password">What was typed.</param>
    /// <param name="about">What is known of the user: name, address, main.</param>
    public static IReadOnlyList<Refusal> FindErrors(string password, IReadOnlyList<string?> about)
    {
        var errors = new List<Refusal>();
        if (about.SelectMany(PartsOf).Any(part => IsAlike(password, part)))
        {
            errors.Add(new Refusal("authentication.password.similar"));
        }

        if (password.Length < MinLength)
        {
            errors.Add(new Refusal("authentication.password.short", MinLength.ToString(CultureInfo.InvariantCulture)));
        }

        if (CommonPasswords.Contain(password))
        {
            errors.Add(new Refusal("authentication.password.common"));
        }

        if (password.Length > 0 && password.All(char.IsDigit))
        {
            errors.Add(new Refusal("authentication.password.numeric"));
        }

        return errors;
    }

    private static IEnumerable<string> PartsOf(string? text) =>
        string.IsNullOrEmpty(text) ? [] : text.Split(['@', '.', ' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length > 2).Append(text);

    private static bool IsAlike(string password, string part)
    {
        var (a, b) = (password.ToUpperInvariant(), part.ToUpperInvariant());
        // Far apart in length they cannot be alike; without this a long password would cost time for nothing.
        return a.Length <= b.Length * 3 && b.Length <= a.Length * 3 && 2.0 * CommonLength(a, b) / (a.Length + b.Length) >= Alike;
    }

    /// <summary>Length of the longest sequence of letters that both have in the same order.</summary>
    private static int CommonLength(string a, string b)
    {
        var (above, row) = (new int[b.Length + 1], new int[b.Length + 1]);
        foreach (var letter in a)
        {
            for (var i = 0; i < b.Length; i++)
            {
                row[i + 1] = letter == b[i] ? above[i] + 1 : Math.Max(above[i + 1], row[i]);
            }

            (above, row) = (row, above);
        }

        return above[b.Length];
    }
}
