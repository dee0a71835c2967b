using AllianceAuth.Shared.Results;

namespace AllianceAuth.Authentication.Domain;

/// <summary>Who a verified character signs in as.</summary>
internal sealed record LoginDecision(LoginOutcome Outcome, Refusal? Refusal = null)
{
    /// <summary>
    /// The decision table. An ownership proved by another hash has been removed before this is asked (row 4), and without data from older
    /// systems row 5 has no place.
    /// </summary>
    /// <param name="characterId">The character that signed in.</param>
    /// <param name="characterName">Its name.</param>
    /// <param name="owner">Who owns it under exactly this hash, if anybody.</param>
    /// <param name="recorded">If nobody owns it: whom the newest record of this character and hash names. AUTH-042.</param>
    public static LoginDecision For(long characterId, string characterName, User? owner, User? recorded)
    {
        if (owner is not null)
        {
            if (owner.MainCharacterId == characterId)
            {
                return new(LoginOutcome.SignIn);
            }

            return owner.MainCharacterId is null
                ? Refused("authentication.login.nomain", characterName)
                : Refused("authentication.login.alt", characterName);
        }

        if (recorded is null)
        {
            return new(LoginOutcome.NewAccount);
        }

        return recorded.MainCharacterId is null
            ? new(LoginOutcome.Return)
            : Refused("authentication.login.othermain", characterName);
    }

    private static LoginDecision Refused(string code, string characterName) => new(LoginOutcome.Refused, new Refusal(code, characterName));
}

/// <summary>What becomes of a login.</summary>
internal enum LoginOutcome
{
    /// <summary>Rows 2, 3 and 7.</summary>
    Refused,

    /// <summary>Row 1: the main of its owner.</summary>
    SignIn,

    /// <summary>Row 6: a former owner comes back; the character becomes the main.</summary>
    Return,

    /// <summary>Rows 4 and 8.</summary>
    NewAccount,
}
