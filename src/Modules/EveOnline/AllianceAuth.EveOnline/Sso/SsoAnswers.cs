namespace AllianceAuth.EveOnline.Sso;

/// <summary>What came of asking the SSO for a token.</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    /// <summary>New secrets, not verified yet.</summary>
    public sealed record Granted(string AccessToken, string? RefreshToken, int ExpiresInSeconds) : TokenAnswer
    {
        public override string ToString() => "granted";
    }

    /// <summary>The SSO will never accept this code or refresh token. Only 400 with invalid_grant or invalid_token says so.</summary>
    public sealed record Rejected(string Reason) : TokenAnswer;

    /// <summary>No usable answer; nothing may be concluded from it.</summary>
    public sealed record Unreachable(string Reason) : TokenAnswer;
}
