namespace AllianceAuth.Shared.Web.Flashes;

/// <summary>How a message is meant. UI-026.</summary>
public enum FlashLevel
{
    /// <summary>Under way, or good to know.</summary>
    Info,

    /// <summary>Done.</summary>
    Success,

    /// <summary>Look at this: refused, or done only in part.</summary>
    Warning,

    /// <summary>Failed.</summary>
    Error,
}

/// <summary>One sentence about what was just done, shown once: beside the changed part, or on the next page after a redirect.</summary>
/// <param name="Level">How it is meant.</param>
/// <param name="Text">Text key, for example <c>authentication.addcharacter.done</c>.</param>
/// <param name="Arguments">Values for the placeholders; encoded when shown.</param>
public sealed record FlashMessage(FlashLevel Level, string Text, IReadOnlyList<string> Arguments)
{
    /// <summary>Local address that takes it back when posted to, for actions that are cheap to reverse; shown as a button.</summary>
    public string? UndoPath { get; init; }
}
