using System.Diagnostics;
using System.Text.Json;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AllianceAuth.Services.Tests.Domain;

/// <summary>Our formats held against Python's own, on invented formats and pilots.</summary>
public sealed class PythonFormatTests
{
    private const string Script =
        """
        import json, sys
        sys.stdin.reconfigure(encoding="utf-8")
        answers = []
        for text, fields in json.load(sys.stdin):
            try:
                answers.append(text.format(**fields).strip())
            except (ValueError, KeyError, IndexError):
                answers.append(None)
        sys.stdout.reconfigure(encoding="utf-8")
        json.dump(answers, sys.stdout)
        """;

    [SkippableFact, Rule("SVC-030")]
    public async Task Formats_mean_what_they_mean_in_Python()
    {
        var cases = Cases().Sample(4000, 12).ToList();
        var python = await AskPythonAsync(cases);
        Skip.If(python is null, "python3 is not here to be compared with.");

        var differences = cases.Zip(python!)
            .Select(c => (c.First, Python: c.Second, Ours: NameFormat.Read(c.First.Format).Format?.NameFor(c.First.Bearer)))
            .Where(c => c.Python != c.Ours)
            .Select(c => $"{c.First.Format} for {c.First.Bearer}: Python {c.Python ?? "refuses"}, ours {c.Ours ?? "refused"}")
            .Take(10);

        Assert.Empty(differences);
        Assert.InRange(python!.Count(p => p is not null), 500, 3900);
    }

    private static Gen<Case> Cases()
    {
        var letter = Gen.Elements("a", "Z", "9", " ", "'", "\"", "\\", "é", "東", "😀", "-");
        var word = letter.ArrayOf().Select(letters => string.Concat(letters.Take(14)));
        var fill = Gen.Elements("", "", "", "*", "é", "0", " ", "<", "😀");
        var spec =
            from align in Gen.Elements("", "", "<", ">", "^", "=")
            from filling in fill
            from sign in Gen.Elements("", "", "", "", "+", "-", " ", "#", "0", "#0")
            from width in Gen.Elements("", "", "3", "8", "17", "20")
            from grouping in Gen.Elements("", "", "", "", ",", "_")
            from precision in Gen.Elements("", "", "", ".0", ".3", ".10", ".")
            from type in Gen.Elements("", "", "", "", "s", "d", "n", "x", "X", "o", "b", "q")
            select ":" + (align.Length == 0 ? "" : filling) + align + sign + width + grouping + precision + type;
        var field =
            from name in Gen.Elements("username", "character_name", "character_id", "corp_ticker", "corp_id", "nobody", "")
            from conversion in Gen.Elements("", "", "", "!s", "!r", "!a", "!x", "!")
            from behind in Gen.OneOf(Gen.Constant(""), spec)
            select "{" + name + conversion + behind + "}";
        var piece = Gen.Frequency((6, field), (4, word), (2, Gen.Elements("{{", "}}")), (1, Gen.Elements("{", "}")));
        return
            from pieces in piece.ArrayOf()
            from user in word
            from name in word
            from ticker in word
            from character in Gen.Choose(90_000_000, 2_147_000_000)
            from corporation in Gen.Choose(1, 98_999_999)
            let format = string.Concat(pieces.Take(4))
            // A brace inside a field is Python's nested field, which we refuse on purpose.
            where !IsNested(format)
            select new Case(format, new NameBearer(user, new MainCharacter(character, name, corporation, "", ticker, null, null, null)));
    }

    private static bool IsNested(string format) => format.Replace("{{", "", StringComparison.Ordinal).Split('{').Skip(1).SkipLast(1).Any(part => !part.Contains('}', StringComparison.Ordinal))
        || format.Contains("{{{", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string?>?> AskPythonAsync(IReadOnlyList<Case> cases)
    {
        using var python = new Process
        {
            StartInfo = new ProcessStartInfo("python3", ["-I", "-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false },
        };
        try
        {
            python.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        var answer = python.StandardOutput.ReadToEndAsync();
        await JsonSerializer.SerializeAsync(python.StandardInput.BaseStream, cases.Select(c => new object[] { c.Format, c.Fields }));
        python.StandardInput.Close();
        return JsonSerializer.Deserialize<string?[]>(await answer);
    }

    private sealed record Case(string Format, NameBearer Bearer)
    {
        public Dictionary<string, object> Fields => new()
        {
            ["username"] = Bearer.UserName,
            ["character_name"] = Bearer.Main!.Name,
            ["character_id"] = Bearer.Main.CharacterId,
            ["corp_ticker"] = Bearer.Main.CorporationTicker,
            ["corp_id"] = Bearer.Main.CorporationId!,
        };
    }
}
