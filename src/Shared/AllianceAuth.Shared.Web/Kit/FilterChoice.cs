namespace AllianceAuth.Shared.Web.Kit;

/// <summary>A value to filter by, or to choose in a form.</summary>
/// <param name="Value">As it stands in the address or form.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Count">How many there are; null for no number.</param>
public sealed record FilterChoice(string Value, string Text, int? Count = null);
