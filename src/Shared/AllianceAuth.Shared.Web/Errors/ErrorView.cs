namespace AllianceAuth.Shared.Web.Errors;

/// <summary>What an error page says.</summary>
/// <param name="Status">HTTP status.</param>
public sealed record ErrorView(int Status)
{
    /// <summary>Number of the fault in the log, or null where nothing went wrong on our side.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Permissions of which one is enough, when that is what is missing.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>States and groups that carry one of them.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Local address to try again, or null where that would do the same once more.</summary>
    public string? RetryPath { get; init; }

    /// <summary>A form that came with an old token: where it goes and what was typed, so that it can be sent again.</summary>
    public StaleForm? Form { get; init; }
}

/// <summary>A form that was open for too long.</summary>
/// <param name="Action">Where it goes.</param>
/// <param name="Fields">What was typed, without passwords.</param>
public sealed record StaleForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields);
