using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.Shared.Web.UiKit;

/// <summary>What the page of all parts shows.</summary>
public sealed record UiKitView(TablePage<SampleRow> Table)
{
    /// <summary>What was typed as the fleet's name; null before anything was.</summary>
    public string? Fleet { get; init; }
}

/// <summary>An invented loss.</summary>
public sealed record SampleRow(int Id, long CharacterId, string Pilot, string Ticker, string Corporation, string Ship, decimal Payout, DateTimeOffset At, string Status, Tone Tone);
