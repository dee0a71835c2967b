using AllianceAuth.Shared.Live;

namespace AllianceAuth.Shared.Web.Live;

/// <summary>The topic of the sidebar.</summary>
public static class MenuSignals
{
    /// <summary>Send it when the numbers beside menu entries, or the entries themselves, changed for somebody.</summary>
    public static LiveTopic Topic { get; } = new("menu");
}
