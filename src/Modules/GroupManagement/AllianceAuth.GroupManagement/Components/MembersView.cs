using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>The members of a group.</summary>
/// <param name="Id">Number of the group.</param>
/// <param name="Name">Name of the group.</param>
/// <param name="Page">Those shown.</param>
public sealed record MembersView(int Id, string Name, TablePage<MemberRow> Page)
{
    /// <summary>Groups whose members lead it.</summary>
    public IReadOnlyList<string> LeaderGroups { get; init; } = [];

    /// <summary>Why what was just tried was not done.</summary>
    public Refusal? Refusal { get; init; }
}

/// <summary>One member.</summary>
/// <param name="UserId">Number of the user.</param>
/// <param name="CharacterId">EVE id of the main, or null.</param>
/// <param name="Name">Name of the main, or the login name.</param>
/// <param name="Ticker">Ticker of the main's corporation.</param>
/// <param name="Organisation">Name of the main's corporation.</param>
/// <param name="State">Name of the state.</param>
/// <param name="Since">UTC, when they joined.</param>
/// <param name="IsLeader">Whether they lead the group.</param>
public sealed record MemberRow(int UserId, long? CharacterId, string Name, string Ticker, string Organisation, string State, DateTimeOffset Since, bool IsLeader);
