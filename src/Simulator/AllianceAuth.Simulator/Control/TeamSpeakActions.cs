using AllianceAuth.Simulator.TeamSpeak;

namespace AllianceAuth.Simulator.Control;

/// <summary>What the control can do to the simulated TeamSpeak. What lasts is remembered with the server, not as actions.</summary>
internal static class TeamSpeakActions
{
    public const string Group = "TeamSpeak";
    public const string UseKey = "teamspeak-use-key";
    public const string Connect = "teamspeak-connect";
    public const string Disconnect = "teamspeak-disconnect";
    public const string DeleteClient = "teamspeak-delete-client";

    private static readonly ControlField GroupId = new("group_id", "Group id", FieldKind.Number, "9");
    private static readonly ControlField Client = new("database_id", "Client database id", FieldKind.Number, "2");

    public static IReadOnlyList<ControlAction> All { get; } =
    [
        new(UseKey, Group, "Use a privilege key", "An invented person opens TeamSpeak with it: the group is given, the custom fields are written, the key is gone. The same identity is the same person.",
            [
                new("token", "Key", FieldKind.Text, $"\"{FirstDay.OwnersToken}\""),
                new("nickname", "Nickname", FieldKind.Text, "\"Rena_Okata\"") { Optional = true },
                new("identity", "Identity", FieldKind.Text, "\"Rena's laptop\"") { Optional = true },
            ],
            (control, input) =>
            {
                var client = control.UseTeamSpeakKey(input.Needed("token"), input.Text("nickname"), input.Text("identity"));
                return $"{client.Nickname} used the key and is now in {string.Join(", ", control.TeamSpeak.GroupsOf(client.DatabaseId))}.";
            }),
        new(Connect, Group, "Client connects", "A person opens TeamSpeak without a key.",
            [new("nickname", "Nickname", FieldKind.Text, "\"Rena_Okata\""), new("identity", "Identity", FieldKind.Text, "\"Rena's laptop\"") { Optional = true }],
            (control, input) => $"{control.ConnectTeamSpeakClient(input.Needed("nickname"), input.Text("identity")).Nickname} is connected."),
        new(Disconnect, Group, "Client disconnects", "The person closes TeamSpeak.",
            [Client],
            (control, input) =>
            {
                var name = Name(control, input);
                control.DisconnectTeamSpeakClient(Number(input, "database_id"));
                return $"{name} has left.";
            }),
        new("teamspeak-add-group", Group, "Add a group", "An administrator makes a server group by hand.",
            [new("name", "Name", FieldKind.Text, "\"Capital Pilot\"")],
            (control, input) => $"The group {input.Needed("name")} has the id {control.AddTeamSpeakGroup(input.Needed("name")).Id}."),
        new("teamspeak-rename-group", Group, "Rename a group", "By hand, behind the site's back.",
            [GroupId, new("name", "Name", FieldKind.Text, "\"Strategic FC\"")],
            (control, input) =>
            {
                control.RenameTeamSpeakGroup(Number(input, "group_id"), input.Needed("name"));
                return $"Group {input.Text("group_id")} is now called {input.Text("name")}.";
            }),
        new("teamspeak-delete-group", Group, "Delete a group", "By hand, with its members.",
            [GroupId],
            (control, input) =>
            {
                control.DeleteTeamSpeakGroup(Number(input, "group_id"));
                return $"Group {input.Text("group_id")} is deleted.";
            }),
        new("teamspeak-set-member", Group, "Give or take a group", "By hand, behind the site's back.",
            [GroupId, Client, new("member", "Member", FieldKind.Switch, "true")],
            (control, input) =>
            {
                control.SetTeamSpeakMember(Number(input, "group_id"), Number(input, "database_id"), input.OptionalSwitch("member") ?? true);
                return $"{Name(control, input)} is now in {string.Join(", ", control.TeamSpeak.GroupsOf(Number(input, "database_id")))}.";
            }),
        new(DeleteClient, Group, "Delete a client", "From the client database, by hand. Who is connected is thrown out first.",
            [Client],
            (control, input) =>
            {
                var name = Name(control, input);
                control.DeleteTeamSpeakClient(Number(input, "database_id"));
                return $"{name} is forgotten.";
            }),
        new("teamspeak-settings", Group, "Change TeamSpeak's switches", "What is left empty stays as it is. Another password makes the site's wrong.",
            [
                new("password", "Query password", FieldKind.Text, "\"another-secret\"") { Optional = true },
                new("flood_commands", "Flood: commands", FieldKind.Number, "10") { Optional = true },
                new("flood_seconds", "Flood: in seconds", FieldKind.Number, "3") { Optional = true },
                new("ban_seconds", "Ban, s", FieldKind.Number, "600") { Optional = true },
                new("wrong_logins", "Wrong logins until ban", FieldKind.Number, "3") { Optional = true },
                new("exempt", "Loopback is exempt", FieldKind.Switch, "false") { Optional = true },
                new("idle_seconds", "Hang up after, s", FieldKind.Number, "600") { Optional = true },
                new("packets", "Packets", FieldKind.Choice, "\"split\"") { Choices = Kebab.Names<LinePackets>(), Optional = true },
                new("bare_keys", "Bare keys", FieldKind.Switch, "true") { Optional = true },
                new("unknown_keys", "Unknown keys", FieldKind.Switch, "true") { Optional = true },
                new("notify_lines", "Notify lines", FieldKind.Switch, "true") { Optional = true },
            ],
            (control, input) =>
            {
                control.ChangeTeamSpeak(s => Changed(s, input));
                return "TeamSpeak's switches are set.";
            }),
        new("teamspeak-fail", Group, "Answer with an error", "The next commands of that name get the code and are not obeyed. 2568: rights are missing.",
            [
                new("command", "Command", FieldKind.Text, "\"servergroupaddclient\""), new("code", "Code", FieldKind.Number, "2568"),
                new("count", "How often", FieldKind.Number, "1") { Optional = true },
            ],
            (control, input) =>
            {
                control.FailTeamSpeak(input.Needed("command"), Number(input, "code"), input.OptionalNumber("count") ?? 1);
                return $"The next {input.OptionalNumber("count") ?? 1} {input.Text("command")}: {input.Text("code")}.";
            }),
        new("teamspeak-run", Group, "Start or stop the virtual server", "A stopped one cannot be selected (1033).",
            [new("running", "Runs", FieldKind.Switch, "true")],
            (control, input) =>
            {
                var runs = input.OptionalSwitch("running") ?? true;
                control.RunTeamSpeak(runs);
                return $"The virtual server {(runs ? "runs" : "is stopped")}.";
            }),
        new("teamspeak-listen", Group, "Take or refuse connections", "Refused by the operating system, as when nothing runs there.",
            [new("listening", "Listens", FieldKind.Switch, "true")],
            (control, input) =>
            {
                var listens = input.OptionalSwitch("listening") ?? true;
                control.ListenTeamSpeak(listens);
                return $"Connections are {(listens ? "taken" : "refused")}.";
            }),
        new("teamspeak-restart", Group, "Restart TeamSpeak", "Logins are lost and bans forgotten; people come back by themselves.",
            [new("keep_connections", "Keep connections", FieldKind.Switch, "false") { Optional = true }],
            (control, input) =>
            {
                control.RestartTeamSpeak(input.OptionalSwitch("keep_connections") ?? false);
                return "TeamSpeak has started again.";
            }),
    ];

    private static TeamSpeakSettings Changed(TeamSpeakSettings settings, ControlInput input) => settings with
    {
        Password = input.Text("password") ?? settings.Password,
        FloodCommands = input.OptionalNumber("flood_commands") ?? settings.FloodCommands,
        FloodSeconds = input.OptionalNumber("flood_seconds") ?? settings.FloodSeconds,
        BanSeconds = input.OptionalNumber("ban_seconds") ?? settings.BanSeconds,
        WrongLogins = input.OptionalNumber("wrong_logins") ?? settings.WrongLogins,
        Whitelist = input.OptionalSwitch("exempt") switch { null => settings.Whitelist, true => new TeamSpeakSettings().Whitelist, false => [] },
        IdleSeconds = input.OptionalNumber("idle_seconds") ?? settings.IdleSeconds,
        Packets = input.Text("packets") is null ? settings.Packets : input.Choice<LinePackets>("packets"),
        BareKeys = input.OptionalSwitch("bare_keys") ?? settings.BareKeys,
        UnknownKeys = input.OptionalSwitch("unknown_keys") ?? settings.UnknownKeys,
        NotifyLines = input.OptionalSwitch("notify_lines") ?? settings.NotifyLines,
    };

    private static int Number(ControlInput input, string name) => input.OptionalNumber(name) ?? throw new ControlInputException($"'{name}' is missing.");

    private static string Name(SimulatorControl control, ControlInput input) =>
        control.TeamSpeak.Clients.FirstOrDefault(c => c.DatabaseId == Number(input, "database_id"))?.Nickname ?? "Nobody";
}
