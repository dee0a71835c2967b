using System.Text;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>
/// Texts written by tests and approved by people. A difference fails the test, shows itself, and puts the new text beside the tests;
/// <c>AA_APPROVE=1</c> writes it into the repository instead, for the review of the change.
/// </summary>
internal static class Approved
{
    public const string Folder = "tests/AllianceAuth.ArchitectureTests/approved";

    public static void Equal(string file, string text)
    {
        var approved = Repository.Exists(file) ? Repository.Read(file) : "";
        if (Normal(approved) == Normal(text))
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("AA_APPROVE") == "1")
        {
            Write(Repository.Absolute(file), text);
            return;
        }

        var received = Path.Combine(AppContext.BaseDirectory, "received", Path.GetFileName(file));
        Write(received, text);
        Assert.Fail($"{file} is not what the code says now. If it should be, run the test with AA_APPROVE=1.\nNew text: {received}\n{Difference(Normal(approved), Normal(text))}");
    }

    /// <summary>The lines that went (<c>-</c>) and came (<c>+</c>), in order.</summary>
    public static string Difference(string before, string after)
    {
        var (left, right) = (before.Length == 0 ? [] : before.Split('\n'), after.Split('\n'));
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<string>();
        var (x, y) = (0, 0);
        while (x < left.Length || y < right.Length)
        {
            if (x < left.Length && y < right.Length && left[x] == right[y])
            {
                (x, y) = (x + 1, y + 1);
            }
            else if (y == right.Length || (x < left.Length && common[x + 1, y] >= common[x, y + 1]))
            {
                lines.Add($"- {left[x++]}");
            }
            else
            {
                lines.Add($"+ {right[y++]}");
            }
        }

        return string.Join('\n', lines);
    }

    private static string Normal(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Normal(text) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
