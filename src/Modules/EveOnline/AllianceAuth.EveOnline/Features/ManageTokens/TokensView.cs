using AllianceAuth.EveOnline.Contracts;

namespace AllianceAuth.EveOnline.Features.ManageTokens;

/// <summary>A user's tokens, by character.</summary>
/// <param name="Characters">By name.</param>
public sealed record TokensView(IReadOnlyList<TokenCharacterView> Characters);

/// <summary>One character and its tokens.</summary>
/// <param name="CharacterId">EVE id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Ticker">Ticker of its corporation; empty while unknown.</param>
/// <param name="Tokens">Newest first.</param>
public sealed record TokenCharacterView(long CharacterId, string Name, string Ticker, IReadOnlyList<TokenView> Tokens);

/// <summary>One token.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Health">Whether it works.</param>
/// <param name="Reason">What the SSO said when it rejected it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="RefreshedAt">UTC, when it was last renewed.</param>
/// <param name="Loss">What goes with it.</param>
public sealed record TokenView(
    int Id, IReadOnlyList<string> Scopes, TokenHealth Health, string? Reason, DateTimeOffset CreatedAt, DateTimeOffset RefreshedAt, TokenLoss Loss);

/// <summary>What a user loses with a token. AUTH-030.</summary>
public enum TokenLoss
{
    /// <summary>Only what this token allows.</summary>
    Nothing,

    /// <summary>The character: it is the last token that proves it.</summary>
    Character,

    /// <summary>The character, which is the main; access goes with it.</summary>
    Main,
}

