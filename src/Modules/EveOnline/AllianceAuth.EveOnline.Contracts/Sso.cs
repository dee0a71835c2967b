using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>
/// Starts a round trip to EVE's single sign-on and gives the address to send the browser to. The browser comes back to
/// <paramref name="ReturnPath"/> with <c>sso=ticket</c> added; the page hands that ticket to <see cref="TakeSsoResult"/>. AUTH-032, AUTH-035.
/// </summary>
/// <param name="BrowserKey">Secret of this browser, from a cookie: nobody else can finish the round trip.</param>
/// <param name="ReturnPath">Local path with query to come back to.</param>
/// <param name="Scopes">Scopes to ask for; at least one, or the token cannot be refreshed.</param>
/// <param name="User">Whose token it becomes; null when nobody is signed in yet.</param>
public sealed record StartSsoRoundTrip(string BrowserKey, string ReturnPath, IReadOnlyList<string> Scopes, UserId? User) : IRequest<Uri>;

/// <summary>Takes what a finished round trip brought. Works once: the ticket is spent by it. AUTH-036.</summary>
/// <param name="BrowserKey">Secret of this browser, from a cookie.</param>
/// <param name="Ticket">The <c>sso</c> value of the address.</param>
public sealed record TakeSsoResult(string BrowserKey, string Ticket) : IRequest<SsoResult?>;

/// <summary>A verified token, already stored.</summary>
/// <param name="Token">Its number.</param>
/// <param name="CharacterId">EVE id.</param>
/// <param name="CharacterName">Name as the SSO told it.</param>
/// <param name="OwnerHash">SSO's hash of character and EVE account.</param>
/// <param name="IsNew">False when an equivalent token was there and only its secrets were renewed. AUTH-039.</param>
/// <param name="StartedBy">Who was signed in when the round trip began, and whose token it became; null when nobody was.</param>
public sealed record SsoResult(int Token, long CharacterId, string CharacterName, string OwnerHash, bool IsNew, UserId? StartedBy);

/// <summary>Gives an unowned token to a user; an equivalent one of the same user is renewed instead and the new row dropped. AUTH-043.</summary>
/// <param name="Token">Its number.</param>
/// <param name="User">Who was recognised.</param>
public sealed record AssignToken(int Token, UserId User) : IRequest;

/// <summary>Gives every unowned token of a character to its owner: what a sign-in that broke off in the middle left over. AUTH-043.</summary>
/// <param name="CharacterId">EVE id.</param>
/// <param name="OwnerHash">Only tokens that prove this hash.</param>
/// <param name="User">The owner.</param>
public sealed record AssignTokensOf(long CharacterId, string OwnerHash, UserId User) : IRequest;

/// <summary>Deletes an unowned token of a refused login. AUTH-047.</summary>
/// <param name="Token">Its number.</param>
public sealed record DiscardToken(int Token) : IRequest;

/// <summary>A token a page may use instead of a new round trip. AUTH-040.</summary>
/// <param name="Token">Its number.</param>
/// <param name="CharacterId">EVE id.</param>
/// <param name="CharacterName">Name of the character.</param>
/// <param name="OwnerHash">SSO's hash of character and EVE account.</param>
public sealed record UsableToken(int Token, long CharacterId, string CharacterName, string OwnerHash);

/// <summary>The user's valid tokens with at least these scopes, one per character, by name. AUTH-040, AUTH-041.</summary>
/// <param name="User">Whose.</param>
/// <param name="Scopes">What they must allow.</param>
public sealed record FindUsableTokens(UserId User, IReadOnlyList<string> Scopes) : IRequest<IReadOnlyList<UsableToken>>;

/// <summary>Which of these owner hashes are still backed by a token with a refresh token. AUTH-029, AUTH-097.</summary>
/// <param name="OwnerHashes">Hashes to look at.</param>
public sealed record FindBackedOwnerHashes(IReadOnlyList<string> OwnerHashes) : IRequest<IReadOnlySet<string>>;

/// <summary>The user was deleted: their tokens go.</summary>
/// <param name="User">Who.</param>
public sealed record DeleteTokensOf(UserId User) : IRequest;
