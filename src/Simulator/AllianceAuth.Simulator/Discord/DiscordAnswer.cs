namespace AllianceAuth.Simulator.Discord;

/// <summary>What the API answers: JSON, or nothing with 204.</summary>
internal sealed record DiscordAnswer(int Status, object? Body = null, int? Code = null)
{
    public static DiscordAnswer NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static DiscordAnswer Unauthorized { get; } = Error(401, 0, "401: Unauthorized");

    public static DiscordAnswer Ok(object body) => new(StatusCodes.Status200OK, body);

    public static DiscordAnswer Error(int status, int code, string message) => new(status, new { message, code }, code);

    /// <summary>Names the field that is wrong.</summary>
    public static DiscordAnswer InvalidForm(string field, string code, string message)
    {
        var told = new { _errors = new[] { new { code, message } } };
        object errors = field.Length == 0 ? told : new Dictionary<string, object> { [field] = told };
        return new(400, new { message = "Invalid Form Body", code = 50035, errors }, 50035);
    }
}

/// <summary>A call that ends early, with the answer that ends it.</summary>
internal sealed class CallRefusedException(DiscordAnswer answer) : Exception
{
    public DiscordAnswer Answer => answer;
}

/// <summary>Refusals by Discord's own codes.</summary>
internal static class Refusals
{
    public static CallRefusedException UnknownGuild() => Of(404, 10004, "Unknown Guild");

    public static CallRefusedException UnknownMember() => Of(404, 10007, "Unknown Member");

    public static CallRefusedException UnknownRole() => Of(404, 10011, "Unknown Role");

    public static CallRefusedException UnknownUser() => Of(404, 10013, "Unknown User");

    public static CallRefusedException UnknownBan() => Of(404, 10026, "Unknown Ban");

    public static CallRefusedException NotForBots() => Of(403, 20001, "Bots cannot use this endpoint");

    public static CallRefusedException OnlyForBots() => Of(400, 20002, "Only bots can use this endpoint");

    public static CallRefusedException TooManyGuilds() => Of(400, 30001, "Maximum number of guilds reached (100)");

    public static CallRefusedException TooManyRoles() => Of(400, 30005, "Maximum number of guild roles reached (250)");

    public static CallRefusedException Unverified() => Of(403, 40002, "You need to verify your account in order to perform this action.");

    public static CallRefusedException Banned() => Of(403, 40007, "The user is banned from this guild.");

    public static CallRefusedException MissingAccess() => Of(403, 50001, "Missing Access");

    public static CallRefusedException MissingPermissions() => Of(403, 50013, "Missing Permissions");

    public static CallRefusedException InvalidAccessToken() => Of(400, 50025, "Invalid OAuth2 access token");

    public static CallRefusedException InvalidRole() => Of(400, 50028, "Invalid role");

    public static CallRefusedException NoJson() => Of(400, 50109, "The request body contains invalid JSON.");

    public static CallRefusedException Restricted() => Of(403, 340015, "This user is restricted from joining new guilds.");

    public static CallRefusedException InvalidForm(string field, string code, string message) => new(DiscordAnswer.InvalidForm(field, code, message));

    private static CallRefusedException Of(int status, int code, string message) => new(DiscordAnswer.Error(status, code, message));
}
