namespace AllianceAuth.Simulator.Discord;

/// <summary>Who may call a route.</summary>
internal enum RestCaller
{
    Anyone,
    Bot,
    User,
}

/// <param name="Method">HTTP verb.</param>
/// <param name="Path">Below the version, with <c>{guild}</c>, <c>{user}</c> and <c>{role}</c>.</param>
/// <param name="Bucket">Routes of one bucket share its limit, one for each guild.</param>
/// <param name="Caller">The bot, a user, or both.</param>
/// <param name="Answer">Runs while nothing else changes the guild.</param>
internal sealed record RestRoute(string Method, string Path, string Bucket, RestCaller Caller, Func<RestCall, DiscordAnswer> Answer);
