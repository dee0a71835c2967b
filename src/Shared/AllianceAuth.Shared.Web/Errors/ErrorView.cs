namespace AllianceAuth.Shared.Web.Errors;

/// <summary>What an error page says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ErrorId">Number of the fault in the log, or null where nothing went wrong on our side.</param>
public sealed record ErrorView(int Status, string? ErrorId = null);
