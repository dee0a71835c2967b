namespace AllianceAuth.Shared.Infrastructure.Jose;

/// <summary>The signatures we make and trust. Anything else, <c>none</c> and shared-secret ones first, is refused before a key is looked at.</summary>
public enum SignatureAlgorithm
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256,
}

/// <summary>Which check a token failed.</summary>
public enum JwtFailure
{
    /// <summary>None: the token is good.</summary>
    None,

    /// <summary>Longer than we read.</summary>
    TooLong,

    /// <summary>Not three parts of Base64url with a JSON object each in the first two.</summary>
    Malformed,

    /// <summary>Signed with an algorithm we do not trust, or not signed at all.</summary>
    Algorithm,

    /// <summary>No published key bears the token's key id and algorithm. The keys may have been rotated: fetch them again once.</summary>
    UnknownKey,

    /// <summary>The signature does not fit.</summary>
    Signature,

    /// <summary>Issued by somebody else.</summary>
    Issuer,

    /// <summary>Meant for somebody else.</summary>
    Audience,

    /// <summary>Expired, or without a date of expiry.</summary>
    Expired,

    /// <summary>Issued in the future, or not valid yet: somebody's clock is wrong.</summary>
    NotYetValid,
}
