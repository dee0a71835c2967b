using System.Text.RegularExpressions;
using Mono.Cecil.Cil;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>The text keys that code names: whole ones, and the beginnings of those it completes with a value (<c>"eveonline.token." + health</c>).</summary>
/// <param name="Whole">Literals that are keys, or bases of <c>.one</c>/<c>.other</c>.</param>
/// <param name="Beginnings">Literals of at least two parts that end with a dot.</param>
/// <param name="Endings">Literals that begin with a dot, to complete a key: <c>.subject</c>.</param>
internal sealed partial record TextKeys(IReadOnlySet<string> Whole, IReadOnlySet<string> Beginnings, IReadOnlySet<string> Endings)
{
    private static readonly string[] PluralForms = [".one", ".few", ".many", ".other"];

    /// <summary>Reads an assembly.</summary>
    /// <param name="module">What to read.</param>
    /// <param name="isPrefix">Whether a key may begin with this word.</param>
    public static TextKeys UsedBy(ModuleDefinition module, Func<string, bool> isPrefix)
    {
        var literals = module.Types.SelectMany(Uses.Literals)
            .Where(literal => Shape().IsMatch(literal.Text) && isPrefix(literal.Text.Split('.')[0]) && !NamesAJob(literal.At))
            .Select(literal => literal.Text)
            .ToLookup(text => text.EndsWith('.'));
        var endings = module.Types.SelectMany(Uses.Literals).Select(literal => literal.Text).Where(text => Ending().IsMatch(text));
        return new TextKeys(literals[false].ToHashSet(StringComparer.Ordinal), literals[true].ToHashSet(StringComparer.Ordinal), endings.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What the source passes to a localizer or to the texts, whether or not it has the shape of a key. Of a composed key only its beginning, with the dot.</summary>
    public static IEnumerable<string> Asked(string source) =>
        Indexer().Matches(source).Concat(Composed().Matches(source)).Select(m => m.Groups["key"].Value);

    /// <summary>Whether the code names a key.</summary>
    public bool Contains(string key) =>
        Whole.Contains(key) || Whole.Contains(WithoutPluralForm(key))
        || Beginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal))
        || Endings.Any(ending => key.EndsWith(ending, StringComparison.Ordinal) && Whole.Contains(key[..^ending.Length]));

    /// <summary>The whole keys that the texts do not have, neither as they are nor completed by one of the endings.</summary>
    public IEnumerable<string> Unknown(IReadOnlySet<string> texts) =>
        Whole.Where(key => !IsKnown(key, texts) && !Endings.Any(ending => texts.Contains(key + ending)));

    /// <summary>Whether the texts know a key, its plural forms, or any key with that beginning.</summary>
    public static bool IsKnown(string key, IReadOnlySet<string> texts) =>
        key.EndsWith('.') ? texts.Any(text => text.StartsWith(key, StringComparison.Ordinal)) : texts.Contains(key) || texts.Contains(key + ".other");

    public static string WithoutPluralForm(string key) =>
        Array.Find(PluralForms, form => key.EndsWith(form, StringComparison.Ordinal)) is { } form ? key[..^form.Length] : key;

    // A job's name looks like a key and is none.
    private static bool NamesAJob(Instruction at) => at.Next is { OpCode.Code: Code.Newobj, Operand: MethodReference { DeclaringType.Name: "JobDefinition" } };

    [GeneratedRegex(@"^[a-z0-9]+(\.[a-z0-9_-]+)+\.?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^\.[a-z0-9-]+$")]
    private static partial Regex Ending();

    [GeneratedRegex("""\bT\[\$"(?<key>[^"{]*)\{|\bT\.Count\(\$"(?<key>[^"{]*)\{|\b[Tt]exts\.(Say|Count)\(\$"(?<key>[^"{]*)\{|\bnew Refusal\(\$"(?<key>[^"{]*)\{""", RegexOptions.ExplicitCapture)]
    private static partial Regex Composed();

    [GeneratedRegex("""\bT\["(?<key>[^"]*)"|\bT\.Count\("(?<key>[^"]*)"|\b[Tt]exts\.(Say|Count)\("(?<key>[^"]*)"|\bnew Refusal\("(?<key>[^"]*)"|\.Flash\(FlashLevel\.\w+, "(?<key>[^"]*)["]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Indexer();
}
