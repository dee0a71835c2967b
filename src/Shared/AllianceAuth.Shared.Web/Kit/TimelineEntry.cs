namespace AllianceAuth.Shared.Web.Kit;

/// <summary>Something that happened.</summary>
/// <param name="At">UTC.</param>
/// <param name="Text">One line in the reader's language.</param>
/// <param name="Tone">Good, bad or plain.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Text, Tone Tone = Tone.None);
