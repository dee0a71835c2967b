namespace AllianceAuth.Authentication.Components;

/// <summary>A public page that only says something.</summary>
/// <param name="Title">Text key.</param>
/// <param name="Text">Text key.</param>
/// <param name="IsGood">Whether it is good news.</param>
public sealed record Note(string Title, string Text, bool IsGood)
{
    internal static Note MailSent { get; } = new("authentication.register.sent.title", "authentication.register.sent.text", true);

    internal static Note Closed { get; } = new("authentication.register.closed.title", "authentication.register.closed.text", false);

    internal static Note Activated { get; } = new("authentication.activate.done.title", "authentication.activate.done.text", true);

    internal static Note BadKey { get; } = new("authentication.activate.bad.title", "authentication.activate.bad.text", false);

    internal static Note ResetSent { get; } = new("authentication.reset.sent.title", "authentication.reset.sent.text", true);

    internal static Note BadReset { get; } = new("authentication.reset.bad.title", "authentication.reset.bad", false);
}
