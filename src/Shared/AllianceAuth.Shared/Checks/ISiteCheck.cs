namespace AllianceAuth.Shared.Checks;

/// <summary>Something an operator should know about: run by <c>auth check</c>, one line each. It may call other machines and must end within seconds.</summary>
public interface ISiteCheck
{
    /// <summary>What is looked at, in two or three words: <c>ESI</c>, <c>SSO credentials</c>.</summary>
    string Name { get; }

    /// <summary>Looks. An exception counts as a failure with its message.</summary>
    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}

/// <summary>What a check found.</summary>
/// <param name="Outcome">How it stands.</param>
/// <param name="Finding">One sentence: what is.</param>
/// <param name="WhatToDo">One sentence for the operator; null when all is well.</param>
public sealed record CheckResult(CheckOutcome Outcome, string Finding, string? WhatToDo = null)
{
    /// <summary>All is well.</summary>
    public static CheckResult Fine(string finding) => new(CheckOutcome.Fine, finding);

    /// <summary>Works, but should be changed.</summary>
    public static CheckResult Warning(string finding, string whatToDo) => new(CheckOutcome.Warning, finding, whatToDo);

    /// <summary>Does not work.</summary>
    public static CheckResult Failed(string finding, string whatToDo) => new(CheckOutcome.Failed, finding, whatToDo);
}

/// <summary>How a check stands.</summary>
public enum CheckOutcome
{
    /// <summary>All is well.</summary>
    Fine,

    /// <summary>Works, but should be changed.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Failed,
}
