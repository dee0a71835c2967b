namespace AllianceAuth.Authentication.Components;

/// <summary>A page of the registration that only says something.</summary>
/// <param name="Title">Text key.</param>
/// <param name="Text">Text key.</param>
/// <param name="IsGood">Whether it is good news.</param>
public sealed record RegistrationNote(string Title, string Text, bool IsGood)
{
    internal static RegistrationNote MailSent { get; } = new("authentication.register.sent.title", "authentication.register.sent.text", true);

    internal static RegistrationNote Closed { get; } = new("authentication.register.closed.title", "authentication.register.closed.text", false);

    internal static RegistrationNote Activated { get; } = new("authentication.activate.done.title", "authentication.activate.done.text", true);

    internal static RegistrationNote BadKey { get; } = new("authentication.activate.bad.title", "authentication.activate.bad.text", false);
}
