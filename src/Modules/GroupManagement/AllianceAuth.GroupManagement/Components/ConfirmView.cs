namespace AllianceAuth.GroupManagement.Components;

/// <summary>Asks before an address that came as a link does something. GRP-022.</summary>
/// <param name="Title">The question.</param>
/// <param name="Text">What will happen.</param>
/// <param name="Action">Local address that does it when posted to.</param>
/// <param name="Button">What the button says.</param>
/// <param name="Back">Local address of the page to stay on.</param>
public sealed record ConfirmView(string Title, string Text, string Action, string Button, string Back)
{
    /// <summary>Nothing can be done: the text says why.</summary>
    public bool IsRefused { get; init; }
}
