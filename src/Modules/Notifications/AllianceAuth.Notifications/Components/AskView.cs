namespace AllianceAuth.Notifications.Components;

/// <summary>A question before something is done.</summary>
/// <param name="Question">Text key.</param>
/// <param name="Consequence">Text key; {0} is what it is about.</param>
/// <param name="About">What it is about, or empty.</param>
/// <param name="Action">Local address that does it.</param>
/// <param name="Button">Text key.</param>
public sealed record AskView(string Question, string Consequence, string About, string Action, string Button);
