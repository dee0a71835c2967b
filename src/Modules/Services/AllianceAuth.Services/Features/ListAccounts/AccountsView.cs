using AllianceAuth.Services.Components;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.Services.Features.ListAccounts;

/// <summary>One service and its accounts, as admins see them.</summary>
/// <param name="Row">How it stands.</param>
/// <param name="Page">The accounts shown.</param>
/// <param name="Test">The last test of its connection, or null.</param>
/// <param name="MayManage">Whether the reader may do something about it.</param>
public sealed record AccountsView(HealthRow Row, TablePage<AccountLine> Page, TestView? Test, bool MayManage);

/// <summary>An account.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Pilot">Name of the main, or the login name.</param>
/// <param name="CharacterId">EVE id of the main, or null.</param>
/// <param name="Ticker">Its corporation's.</param>
/// <param name="Name">What others see over there.</param>
/// <param name="State">How it stands.</param>
public sealed record AccountLine(int User, string Pilot, long? CharacterId, string Ticker, string Name, AccountState State)
{
    /// <summary>Groups it has.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Text key of why it is due; null when it is not.</summary>
    public string? Cause { get; init; }

    /// <summary>Why the last try failed.</summary>
    public Refusal? Trouble { get; init; }

    /// <summary>UTC, when it is tried again.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>What was different over there: groups with a sign, a name, or the account itself.</summary>
    public IReadOnlyList<DriftLine> Drift { get; init; } = [];

    /// <summary>UTC, when it was last made right or compared.</summary>
    public DateTimeOffset? CheckedAt { get; init; }
}

/// <summary>How an account stands, for admins.</summary>
public enum AccountState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>To be made.</summary>
    Making,

    /// <summary>To be changed.</summary>
    Changing,

    /// <summary>To be ended.</summary>
    Ending,

    /// <summary>To be ended or stripped, and held by the brake.</summary>
    Held,

    /// <summary>The last try failed.</summary>
    Failing,

    /// <summary>The pilot has something left to do.</summary>
    Waits,

    /// <summary>Something was changed over there.</summary>
    Drifted,
}

/// <summary>One difference over there.</summary>
/// <param name="Kind">Something there that is not ours, something of ours that is missing there, another name, or the account is gone.</param>
/// <param name="Name">The group; empty for the others.</param>
public sealed record DriftLine(DriftKind Kind, string Name);

/// <summary>Sorts of differences.</summary>
public enum DriftKind
{
    /// <summary>There, and not ours.</summary>
    Extra,

    /// <summary>Ours, and missing there.</summary>
    Missing,

    /// <summary>Another name.</summary>
    Name,

    /// <summary>The whole account is gone.</summary>
    Gone,
}

/// <summary>A test of the connection.</summary>
/// <param name="AskedAt">UTC.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="FinishedAt">UTC; null while it runs.</param>
/// <param name="Lines">What was found.</param>
public sealed record TestView(DateTimeOffset AskedAt, string AskedBy, DateTimeOffset? FinishedAt, IReadOnlyList<TestLineView> Lines);

/// <summary>One line of it.</summary>
/// <param name="IsFine">Whether it is well.</param>
/// <param name="Finding">What was found.</param>
/// <param name="WhatToDo">Text key of the one thing to do, or null.</param>
public sealed record TestLineView(bool IsFine, Refusal Finding, string? WhatToDo);
