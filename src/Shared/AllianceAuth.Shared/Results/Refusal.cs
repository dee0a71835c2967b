namespace AllianceAuth.Shared.Results;

/// <summary>
/// A "no" by a rule of the house: an ordinary answer, not a fault. The code is a key in the module's texts (module, slice, reason),
/// so the person concerned reads a sentence in their language that says why and what to do.
/// </summary>
public sealed record Refusal
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="code">Text key, for example <c>groupmanagement.join.state</c>.</param>
    /// <param name="arguments">Values for the placeholders of the sentence; encoded when shown.</param>
    public Refusal(string code, params IReadOnlyList<string> arguments)
    {
        Code = code;
        Arguments = arguments;
    }

    /// <summary>Text key, for example <c>groupmanagement.join.state</c>.</summary>
    public string Code { get; }

    /// <summary>Values for the placeholders of the sentence, in order.</summary>
    public IReadOnlyList<string> Arguments { get; }
}
