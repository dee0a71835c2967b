using System.Globalization;
using AllianceAuth.Simulator.Control;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The actions of <see cref="DiscordControl"/> for the control's page and its JSON twin. Discord remembers by itself, so none is done again after a restart.</summary>
internal static class DiscordActions
{
    public const string Group = "Discord";

    private static readonly ControlField User = new("user", "User: id, name or pilot", FieldKind.Text, "\"maren.ostvik\"") { Proposals = control => control.Discord.ProposedUsers };
    private static readonly ControlField Member = new("user", "Member: id, name or pilot", FieldKind.Text, "\"yuna.tanabe.holt\"") { Proposals = control => control.Discord.ProposedMembers };
    private static readonly ControlField Role = new("role", "Role: id or name", FieldKind.Text, "\"Veteran\"") { Proposals = control => control.Discord.ProposedRoles };

    public static IReadOnlyList<ControlAction> All { get; } =
    [
        new("discord-leave", Group, "Let a member leave", "Goes by itself, or is kicked by a person: the site is not told.", [Member], (control, input) => Done(control, input, (d, user) => d.Leave(user.Id), "has left")),
        new("discord-join", Group, "Let a user join", "By an invite link, without any role.", [User], (control, input) => Done(control, input, (d, user) => d.Join(user.Id), "has joined")),
        new("discord-give-role", Group, "Give a role by hand", "Somebody means well.", [Member, Role], (control, input) => Done(control, input, (d, user) => d.GiveRole(user.Id, RoleOf(control, input)), "has the role")),
        new("discord-take-role", Group, "Take a role by hand", "Somebody means ill.", [Member, Role], (control, input) => Done(control, input, (d, user) => d.TakeRole(user.Id, RoleOf(control, input)), "has lost the role")),
        new("discord-set-nick", Group, "Change a nick by hand", "Empty for none.", [Member, new("nick", "Nick", FieldKind.Text, "\"Yuna the Great\"") { Optional = true }],
            (control, input) => Done(control, input, (d, user) => d.SetNick(user.Id, input.Text("nick")), "has another nick")),
        new("discord-create-role", Group, "Create a role by hand", "At the bottom, with the name you give.", [new("name", "Name", FieldKind.Text, "\"Book Club\"")], (control, input) => $"{control.Discord.CreateRole(input.Needed("name")).Name} exists."),
        new("discord-rename-role", Group, "Rename a role by hand", "The id stays.", [Role, new("name", "New name", FieldKind.Text, "\"Old Guard\"")],
            (control, input) => Done(() => control.Discord.RenameRole(RoleOf(control, input), input.Needed("name")), $"The role is now called {input.Text("name")}.")),
        new("discord-delete-role", Group, "Delete a role by hand", "Its members lose it.", [Role], (control, input) => Done(() => control.Discord.DeleteRole(RoleOf(control, input)), "The role is gone.")),
        new("discord-move-role", Group, "Drag a role", "1 is the bottom; what is too high becomes the top.", [Role, new("position", "Position", FieldKind.Number, "1")],
            (control, input) => Done(() => control.Discord.MoveRole(RoleOf(control, input), Position(input)), "The role has moved.")),
        new("discord-move-bot-role", Group, "Drag the bot's role", "At 1 the bot can give nothing any more.", [new("position", "Position", FieldKind.Number, "1")], (control, input) => Done(() => control.Discord.MoveBotRole(Position(input)), "The bot's role has moved.")),
        new("discord-bot-permissions", Group, "Change the bot's rights", "The sum of the bits; 8 is administrator.", [new("permissions", "Permissions", FieldKind.Number, "402653187")],
            (control, input) => Done(() => control.Discord.SetBotPermissions(input.Id("permissions")), "The bot has other rights.")),
        new("discord-set-owner", Group, "Change the owner", "Nobody can rename or kick the owner.", [User], (control, input) => Done(control, input, (d, user) => d.SetOwner(user.Id), "owns the guild")),
        new("discord-rename-guild", Group, "Rename the guild", "The id stays.", [new("name", "New name", FieldKind.Text, "\"The Lantern\"")], (control, input) => Done(() => control.Discord.RenameGuild(input.Needed("name")), "The guild has another name.")),
        new("discord-rename-user", Group, "Rename a user", "Another user name, the same id.", [User, new("name", "New user name", FieldKind.Text, "\"maren.vale\"")],
            (control, input) => Done(control, input, (d, user) => d.RenameUser(user.Id, input.Needed("name")), $"is now called {input.Text("name")}")),
        new("discord-restrict-user", Group, "Keep a user out", "Who is banned or deletes the account is out at once.", [User, new("restriction", "What keeps it out", FieldKind.Choice, "\"banned\"") { Choices = Kebab.Names<DiscordRestriction>() }],
            (control, input) => Done(control, input, (d, user) => d.Restrict(user.Id, input.Choice<DiscordRestriction>("restriction")), $"now: {input.Text("restriction")}")),
        new("discord-boost", Group, "Boost", "Brings a managed role, which nobody can take by hand.", [Member, new("boosts", "Boosts", FieldKind.Switch, "true") { Optional = true }],
            (control, input) => Done(control, input, (d, user) => d.Boost(user.Id, input.OptionalSwitch("boosts") ?? true), input.OptionalSwitch("boosts") == false ? "boosts no more" : "boosts the guild")),
        new("discord-withdraw", Group, "Withdraw authorisations", "The user takes back what it allowed the application.", [User], (control, input) => $"{control.Discord.Withdraw(UserOf(control, input).Id)} authorisation(s) ended."),
        new("discord-reset-bot-token", Group, "Reset the bot's token", "The old one is worthless; the new one stands on the Discord page.", [], (control, _) => $"The bot's token is now {control.Discord.ResetBotToken()}."),
        new("discord-kick-bot", Group, "Kick the bot", "Out of the guild, with its role.", [], (control, _) => Done(control.Discord.KickBot, "The bot is out.")),
        new("discord-invite-bot", Group, "Invite the bot", "A new role of its own comes in at the bottom.", [new("permissions", "Permissions", FieldKind.Number, "8") { Optional = true }],
            (control, input) => Done(() => control.Discord.InviteBot(input.OptionalId("permissions") ?? GuildPermissions.Administrator), "The bot is in.")),
        new("discord-storm", Group, "Too many requests", "The next calls get 429, for their bucket, for everything, for something shared, or from the network as HTML.",
            [
                new("scope", "For", FieldKind.Choice, "\"global\"") { Choices = Kebab.Names<RateLimitScope>() }, new("count", "How often", FieldKind.Number, "3") { Optional = true },
                new("seconds", "Come back in, s", FieldKind.Text, "2.5") { Optional = true }, new("route", "Only paths with", FieldKind.Text, "\"/members\"") { Optional = true },
            ],
            (control, input) => Done(() => control.Discord.Storm(StormOf(input)), $"429 for the next {input.OptionalNumber("count") ?? 1} call(s).")),
        new("discord-calm", Group, "End all storms", "What waits to strike strikes no more.", [], (control, _) => Done(control.Discord.Calm, "No more storms.")),
        new("discord-set-limit", Group, "Set a limit", "What fits into a bucket, from its next window on.",
            [new("bucket", "Bucket", FieldKind.Choice, "\"member-modify\"") { Choices = [.. DiscordSettings.UsualBuckets.Keys] }, new("requests", "Requests", FieldKind.Number, "2"), new("seconds", "In seconds", FieldKind.Text, "10")],
            (control, input) => Done(() => control.Discord.SetLimit(input.Needed("bucket"), input.OptionalNumber("requests") ?? 0, Seconds(input) ?? 0), $"{input.Text("bucket")}: {input.Text("requests")} in {input.Text("seconds")} s.")),
        new("discord-settings", Group, "Change Discord's switches", "What is left empty stays as it is.",
            [
                new("strict_user_agent", "Strict User-Agent", FieldKind.Switch, "true") { Optional = true },
                new("members_intent", "Bot may list members", FieldKind.Switch, "true") { Optional = true },
                new("screening", "Members must accept rules", FieldKind.Switch, "true") { Optional = true },
                new("global_per_second", "Requests a second", FieldKind.Number, "50") { Optional = true },
                new("invalid_requests", "Invalid ones in ten minutes", FieldKind.Number, "10000") { Optional = true },
                new("role_creations", "New roles in 48 hours", FieldKind.Number, "250") { Optional = true },
                new("access_token_seconds", "Token life, s", FieldKind.Number, "604800") { Optional = true },
            ],
            (control, input) => Done(() => control.Discord.Change(s => Changed(s, input)), "Discord's switches are set.")),
        new("discord-register-callback", Group, "Register Discord callback", "The application may send people back here, to the last character.", [new("callback", "Address", FieldKind.Text, "\"http://127.0.0.1:8000/discord/callback/\"")],
            (control, input) => Done(() => control.Discord.RegisterCallback(input.Needed("callback")), $"{input.Text("callback")} is registered.")) { Lasts = Lasting.Always },
    ];

    private static string Done(Action act, string message)
    {
        act();
        return message;
    }

    private static string Done(SimulatorControl control, ControlInput input, Action<DiscordControl, DiscordUser> act, string what)
    {
        var user = UserOf(control, input);
        act(control.Discord, user);
        return $"{user.Tag} {what}.";
    }

    private static DiscordUser UserOf(SimulatorControl control, ControlInput input) => control.Discord.Find(input.Needed("user")) ?? throw new ChangeRefusedException($"Nobody on Discord is '{input.Text("user")}'.");

    private static long RoleOf(SimulatorControl control, ControlInput input) => control.Discord.FindRole(input.Needed("role"))?.Id ?? throw new ChangeRefusedException($"There is no role '{input.Text("role")}'.");

    private static int Position(ControlInput input) => input.OptionalNumber("position") ?? throw new ControlInputException("'position' is missing.");

    private static double? Seconds(ControlInput input) => input.Text("seconds") switch
    {
        null => null,
        var text when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) => seconds,
        var text => throw new ControlInputException($"'seconds' must be a number, not '{text}'."),
    };

    private static DiscordStorm StormOf(ControlInput input)
    {
        var storm = new DiscordStorm(input.Choice<RateLimitScope>("scope"), Route: input.Text("route"));
        return storm with { Count = input.OptionalNumber("count") ?? storm.Count, Seconds = Seconds(input) ?? storm.Seconds };
    }

    private static DiscordSettings Changed(DiscordSettings settings, ControlInput input) => settings with
    {
        StrictUserAgent = input.OptionalSwitch("strict_user_agent") ?? settings.StrictUserAgent,
        MembersIntent = input.OptionalSwitch("members_intent") ?? settings.MembersIntent,
        Screening = input.OptionalSwitch("screening") ?? settings.Screening,
        GlobalPerSecond = input.OptionalNumber("global_per_second") ?? settings.GlobalPerSecond,
        InvalidRequests = input.OptionalNumber("invalid_requests") ?? settings.InvalidRequests,
        RoleCreations = input.OptionalNumber("role_creations") ?? settings.RoleCreations,
        AccessTokenSeconds = input.OptionalNumber("access_token_seconds") ?? settings.AccessTokenSeconds,
    };
}
