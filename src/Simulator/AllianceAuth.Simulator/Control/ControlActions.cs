using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Control;

/// <summary>Everything that the control can do.</summary>
internal sealed class ControlActions(World world)
{
    public const string Pilots = "Pilots";
    public const string Organisations = "Corporations";
    public const string Faults = "Faults";
    public const string Tokens = "Sign-on";
    public const string Switches = "Switches";
    public const string Reset = "reset";

    private static readonly ControlField Pilot = new("character_id", "Pilot", FieldKind.Pilot, "2112000001");
    private static readonly ControlField Service = new("service", "Service", FieldKind.Choice, "\"esi\"") { Choices = Kebab.Names<SimulatedService>() };

    public IReadOnlyList<ControlAction> All =>
    [
        new("move-pilot", Pilots, "Move pilot", "Leaves the corporation and joins another.",
            [Pilot, new("corporation_id", "New corporation", FieldKind.Corporation, "98000002")],
            (control, input) =>
            {
                control.MovePilot(input.Id("character_id"), input.Id("corporation_id"));
                return $"{Name(input)} is now in {world.Corporations[input.Id("corporation_id")].Name}.";
            }) { Lasts = Lasting.UntilReset },
        new("rename-pilot", Pilots, "Rename pilot", "Another name, the same character and owner.",
            [Pilot, new("name", "New name", FieldKind.Text, "\"Maren Vale\"")],
            (control, input) =>
            {
                control.RenamePilot(input.Id("character_id"), input.Needed("name"));
                return $"The pilot is now called {Name(input)}.";
            }) { Lasts = Lasting.UntilReset },
        new("sell-pilot", Pilots, "Sell pilot", "Goes to another account: new owner hash, its grants end. Leave the account empty for a new one.",
            [Pilot, new("account_id", "Buyer's account", FieldKind.Account, "12") { Optional = true }],
            (control, input) => $"{Name(input)} now belongs to account {control.SellPilot(input.Id("character_id"), input.OptionalNumber("account_id")).Id}.") { Lasts = Lasting.UntilReset },
        new("biomass-pilot", Pilots, "Biomass pilot", "Deleted: ESI answers 404, affiliation says Doomheim.",
            [Pilot],
            (control, input) =>
            {
                control.Biomass(input.Id("character_id"));
                return $"{Name(input)} is gone.";
            }) { Lasts = Lasting.UntilReset },
        new("revoke-tokens", Pilots, "Revoke tokens", "The player takes back everything this pilot granted.",
            [Pilot],
            (control, input) => $"{control.RevokeTokens(input.Id("character_id"))} refresh token(s) of {Name(input)} ended."),
        new("place-pilot", Pilots, "Place pilot", "Puts the pilot into a system, in space or docked, in another ship if you like.",
            [
                Pilot, new("system_id", "Solar system", FieldKind.System, "30009001"), new("ship_type_id", "Ship", FieldKind.Ship, "587") { Optional = true },
                new("docked", "Docked", FieldKind.Switch, "true") { Optional = true },
            ],
            (control, input) =>
            {
                control.PlacePilot(input.Id("character_id"), input.Id("system_id"), input.OptionalId("ship_type_id"), input.OptionalSwitch("docked") ?? false);
                return $"{Name(input)} is now in {world.Systems[input.Id("system_id")].Name}.";
            }) { Lasts = Lasting.UntilReset },
        new("set-online", Pilots, "Log in or out", "Whether the pilot is in the game.",
            [Pilot, new("online", "Online", FieldKind.Switch, "true")],
            (control, input) =>
            {
                var online = input.OptionalSwitch("online") ?? true;
                control.SetOnline(input.Id("character_id"), online);
                return $"{Name(input)} is now {(online ? "online" : "offline")}.";
            }) { Lasts = Lasting.UntilReset },
        new("join-fleet", Pilots, "Join fleet", "Joins the fleet of the boss, which begins if there is none.",
            [Pilot, new("boss_id", "Fleet boss", FieldKind.Pilot, "2112000005")],
            (control, input) => $"{Name(input)} now flies in fleet {control.JoinFleet(input.Id("character_id"), input.Id("boss_id")).FleetId}.") { Lasts = Lasting.UntilReset },
        new("leave-fleet", Pilots, "Leave fleet", "Flies alone again.",
            [Pilot],
            (control, input) =>
            {
                control.LeaveFleet(input.Id("character_id"));
                return $"{Name(input)} is in no fleet.";
            }) { Lasts = Lasting.UntilReset },
        new("move-corporation", Organisations, "Move corporation", "Joins an alliance, or leaves its own when none is chosen.",
            [new("corporation_id", "Corporation", FieldKind.Corporation, "98000001"), new("alliance_id", "New alliance", FieldKind.Alliance, "99000002") { Optional = true }],
            (control, input) =>
            {
                control.MoveCorporation(input.Id("corporation_id"), input.OptionalId("alliance_id"));
                return $"{world.Corporations[input.Id("corporation_id")].Name} is now in {(input.OptionalId("alliance_id") is { } id ? world.Alliances[id].Name : "no alliance")}.";
            }) { Lasts = Lasting.UntilReset },
        new("close-corporation", Organisations, "Close corporation", "All members go to the NPC corporation.",
            [new("corporation_id", "Corporation", FieldKind.Corporation, "98000002")],
            (control, input) =>
            {
                control.CloseCorporation(input.Id("corporation_id"));
                return $"{world.Corporations[input.Id("corporation_id")].Name} is closed.";
            }) { Lasts = Lasting.UntilReset },
        new("add-fault", Faults, "Let a service fail", "Until it is lifted, or for a number of requests. A route narrows it to paths that hold the text.",
            [
                Service,
                new("kind", "How", FieldKind.Choice, "\"unavailable\"") { Choices = Kebab.Names<FaultKind>() },
                new("route", "Only paths with", FieldKind.Text, "\"/affiliation\"") { Optional = true },
                new("count", "How often", FieldKind.Number, "3") { Optional = true },
                new("delay_ms", "Delay, ms", FieldKind.Number, "2000") { Optional = true },
                new("seconds", "Come back in, s", FieldKind.Number, "30") { Optional = true },
            ],
            (control, input) => $"{Describe(control.AddFault(FaultOf(input)))}."),
        new("lift-faults", Faults, "Lift faults", "One by its id, all of a service, or all.",
            [new("id", "Id", FieldKind.Number, "1") { Optional = true }, Service with { Optional = true }],
            (control, input) =>
            {
                if (input.OptionalNumber("id") is { } id)
                {
                    control.LiftFault(id);
                    return $"Fault {id} is lifted.";
                }

                control.LiftFaults(input.Text("service") is null ? null : input.Choice<SimulatedService>("service"));
                return $"All faults {(input.Text("service") is { } service ? $"of {service} " : "")}are lifted.";
            }),
        new("spoil-tokens", Tokens, "Spoil the next tokens", "The next access tokens are wrong in this way.",
            [new("fault", "What is wrong", FieldKind.Choice, "\"expired\"") { Choices = Kebab.Names<TokenFault>() }, new("count", "How many", FieldKind.Number, "1") { Optional = true }],
            (control, input) =>
            {
                control.SpoilTokens(input.Choice<TokenFault>("fault"), input.OptionalNumber("count") ?? 1);
                return $"The next {input.OptionalNumber("count") ?? 1} token(s): {input.Text("fault")}.";
            }),
        new("rotate-key", Tokens, "Rotate signing key", "Signs with a new key. Give the old id to see whether keys are kept by id alone.",
            [new("key_id", "Key id", FieldKind.Text, "\"JWT-Signature-Key-2\"") { Optional = true }],
            (control, input) =>
            {
                control.RotateSigningKey(input.Text("key_id"));
                return $"Tokens are now signed with {control.SigningKeyId}.";
            }),
        new("drop-scope", Tokens, "Drop a scope", "No application is registered for it any more.",
            [new("scope", "Scope", FieldKind.Text, "\"esi-location.read_location.v1\"")],
            (control, input) => control.DropScope(input.Needed("scope")) ? $"{input.Text("scope")} is dropped." : throw new ControlInputException($"The scope '{input.Text("scope")}' is not registered.")) { Lasts = Lasting.UntilReset },
        new("register-callback", Tokens, "Register callback", "The application may send people back here, to the last character.",
            [new("callback", "Address", FieldKind.Text, "\"http://127.0.0.1:8000/sso/callback/\"")],
            (control, input) =>
            {
                control.RegisterCallback(input.Needed("callback"));
                return $"{input.Text("callback")} is registered.";
            }) { Lasts = Lasting.Always },
        .. DiscordActions.All,
        new("change-settings", Switches, "Change switches", "What is left empty stays as it is.",
            [
                new("cache_lag", "Cache lag", FieldKind.Switch, "true") { Optional = true },
                new("cache_seconds", "Cache seconds, -1 = own", FieldKind.Number, "5") { Optional = true },
                new("limits", "Keep limits", FieldKind.Switch, "true") { Optional = true },
                new("rotate_refresh_tokens", "Rotate refresh tokens", FieldKind.Switch, "true") { Optional = true },
                new("access_token_seconds", "Token life, s", FieldKind.Number, "1200") { Optional = true },
                new("issuer", "Issuer", FieldKind.Text, "\"login.eveonline.com\"") { Optional = true },
                new("vip", "VIP mode", FieldKind.Switch, "false") { Optional = true },
            ],
            (control, input) =>
            {
                control.Change(s => Changed(s, input));
                return "The switches are set.";
            }) { Lasts = Lasting.UntilReset },
        new(Reset, Switches, "Reset everything", "World, faults, switches, key, scopes, grants, limits, caches, log and Discord are as on the first day. Callbacks stay.",
            [],
            (control, _) =>
            {
                control.Reset();
                return "Everything is as it was in the beginning.";
            }),
        .. TeamSpeakActions.All,
    ];

    public static string Describe(Fault fault) =>
        $"{fault.Service} {(fault.Route is null ? "" : $"{fault.Route} ")}{Kebab.Of(fault.Kind)}{(fault.Kind == FaultKind.Slow ? $" by {fault.DelayMs} ms" : "")}{(fault.Count is { } left ? $", {left} more time(s)" : "")}";

    private static Fault FaultOf(ControlInput input)
    {
        var fault = new Fault(input.Choice<SimulatedService>("service"), input.Choice<FaultKind>("kind"), input.Text("route"), input.OptionalNumber("count"));
        return fault with { DelayMs = input.OptionalNumber("delay_ms") ?? fault.DelayMs, Seconds = input.OptionalNumber("seconds") ?? fault.Seconds };
    }

    private static SimulatorSettings Changed(SimulatorSettings settings, ControlInput input) => settings with
    {
        CacheLag = input.OptionalSwitch("cache_lag") ?? settings.CacheLag,
        CacheSeconds = input.OptionalNumber("cache_seconds") is { } seconds ? seconds < 0 ? null : seconds : settings.CacheSeconds,
        Limits = input.OptionalSwitch("limits") ?? settings.Limits,
        RotateRefreshTokens = input.OptionalSwitch("rotate_refresh_tokens") ?? settings.RotateRefreshTokens,
        AccessTokenSeconds = input.OptionalNumber("access_token_seconds") ?? settings.AccessTokenSeconds,
        Issuer = input.Text("issuer") ?? settings.Issuer,
        Vip = input.OptionalSwitch("vip") ?? settings.Vip,
    };

    private string Name(ControlInput input) => world.Characters.TryGetValue(input.Id("character_id"), out var character) ? character.Name : "Nobody";
}
