namespace AllianceAuth.Analytics.Domain;

/// <summary>One thing that is told: five plain values, never a name of a pilot, corporation or site. ANA-030.</summary>
/// <param name="Kind">Which switch it stands under.</param>
/// <param name="Namespace">Who tells it.</param>
/// <param name="Task">What was done.</param>
/// <param name="Label">What is counted.</param>
/// <param name="Value">How many.</param>
/// <param name="Result">How it went; empty for a mere count.</param>
internal sealed record UsageEvent(UsageKinds Kind, string Namespace, string Task, string Label, int Value, string Result = "")
{
    public const string Succeeded = "Success";

    public const string Failed = "Failed";

    /// <summary>What an admin agrees to: the words of the event. Its numbers may change, its words may not.</summary>
    public string Words => Result.Length == 0 ? $"{Namespace}/{Task}/{Label}" : $"{Namespace}/{Task}/{Label}/{Result}";
}
