namespace AllianceAuth.Simulator.Discord;

/// <summary>One request to Discord's API and its answer.</summary>
/// <param name="At">By the simulator's clock.</param>
/// <param name="Method">HTTP verb.</param>
/// <param name="Path">Without prefix and version: <c>/guilds/1045770012845572096/roles</c>.</param>
/// <param name="Version">6 when the path named none.</param>
/// <param name="Caller"><c>bot</c>, a user's tag, or empty.</param>
/// <param name="Body">JSON as sent, without tokens; empty for none.</param>
/// <param name="Reason">For the audit log; empty for none.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Code">Discord's own error code; null when it gave none.</param>
public sealed record DiscordCall(DateTimeOffset At, string Method, string Path, int Version, string Caller, string Body, string Reason, int Status, int? Code);
