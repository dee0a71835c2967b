namespace AllianceAuth.Services.Components;

/// <summary>Asks before an address that came as a link does something. C-30.</summary>
/// <param name="Title">The question.</param>
/// <param name="Text">What will happen.</param>
/// <param name="Action">Local address that does it when posted to.</param>
/// <param name="Button">What the button says.</param>
public sealed record ConfirmView(string Title, string Text, string Action, string Button)
{
    /// <summary>Something is lost.</summary>
    public bool IsDanger { get; init; }
}
