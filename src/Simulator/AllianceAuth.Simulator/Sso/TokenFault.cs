namespace AllianceAuth.Simulator.Sso;

/// <summary>What is wrong with the next access token.</summary>
public enum TokenFault
{
    /// <summary>Its <c>exp</c> has passed.</summary>
    Expired,

    /// <summary><c>aud</c> names another application.</summary>
    WrongAudience,

    /// <summary><c>iss</c> is somebody else.</summary>
    WrongIssuer,

    /// <summary>Signed with a key that nobody published.</summary>
    WrongSignature,

    /// <summary>Header <c>alg</c> is <c>none</c> and there is no signature.</summary>
    NoAlgorithm,

    /// <summary>HS256 with the text of the public key as secret: the classic confusion attack.</summary>
    PublicKeyAsSecret,

    /// <summary>The last of the granted scopes is missing.</summary>
    FewerScopes,

    /// <summary><c>sub</c> does not name a character.</summary>
    WrongSubject,
}
