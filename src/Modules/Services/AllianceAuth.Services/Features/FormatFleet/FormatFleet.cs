using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Features.FormatFleet;

/// <summary>Makes a text block of a fleet's facts; nothing is stored or sent. SVC-053, SVC-054, OPF-034.</summary>
internal static class FormatFleetEndpoint
{
    public const string Path = "/services/tool/fleet_formatter_tool/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireMain().WithName("services:fleet_format_tool");
        routes.MapPost(Path, FormatAsync).RequireMain();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ICurrentUser me, InstalledServices services, CancellationToken cancellationToken)
    {
        var user = (await me.FindAsync(cancellationToken))!;
        // Most fleets are called by the one who leads them.
        var fields = FleetForm.Fields.Select(f => new FleetFieldView(f.Name, f.Kind, f.Name == FleetForm.Commander ? user.Main!.Name : ""));
        return http.Page<FleetFormatterPage, FleetFormView>(new FleetFormView([.. fields], null, services.MayBroadcast(user)));
    }

    private static async Task<IResult> FormatAsync(
        HttpContext http, ICurrentUser me, InstalledServices services, IStringLocalizer<ServicesModule> texts, CancellationToken cancellationToken)
    {
        var user = (await me.FindAsync(cancellationToken))!;
        var sent = await http.Request.ReadFormAsync(cancellationToken);
        List<FleetFieldView> fields = [.. FleetForm.Fields.Select(f => FleetForm.Judge(f.Name, f.Kind, sent[f.Name].ToString()))];
        var isSound = fields.TrueForAll(f => f.Error is null);
        var view = new FleetFormView(fields, isSound ? FleetForm.Write(fields, texts) : null, services.MayBroadcast(user));
        return isSound ? http.Page<FleetFormatterPage, FleetFormView>(view) : http.Invalid<FleetFormatterPage, FleetFormView>(view);
    }
}

/// <summary>The fields of the formatter, and the lines they make.</summary>
internal static class FleetForm
{
    public const string Commander = "fleet_commander";

    private const int LongestLine = 200;
    private const int LongestComments = 1000;

    public static IReadOnlyList<(string Name, FleetFieldKind Kind)> Fields { get; } =
    [
        ("fleet_name", FleetFieldKind.Line),
        (Commander, FleetFieldKind.Line),
        ("fleet_comms", FleetFieldKind.Line),
        ("fleet_type", FleetFieldKind.Line),
        ("ship_priorities", FleetFieldKind.Line),
        ("formup_location", FleetFieldKind.Line),
        ("formup_time", FleetFieldKind.Line),
        ("expected_duration", FleetFieldKind.Line),
        ("purpose", FleetFieldKind.Line),
        ("reimbursable", FleetFieldKind.YesNo),
        ("important", FleetFieldKind.YesNo),
        ("comments", FleetFieldKind.Lines),
    ];

    /// <summary>A field as it was sent, with what is wrong with it.</summary>
    public static FleetFieldView Judge(string name, FleetFieldKind kind, string sent)
    {
        var value = sent.Trim();
        var most = kind == FleetFieldKind.Lines ? LongestComments : LongestLine;
        var error = (kind, value) switch
        {
            (FleetFieldKind.Lines, "") => null,
            (_, "") => new Refusal("services.fleet.empty"),
            (FleetFieldKind.YesNo, not ("yes" or "no")) => new Refusal("services.fleet.empty"),
            _ when value.Length > most => new Refusal("services.fleet.toolong", $"{most}"),
            _ => null,
        };
        return new(name, kind, value, error);
    }

    /// <summary>The text block, in the language of whoever asks. I18N-023.</summary>
    public static string Write(IReadOnlyList<FleetFieldView> fields, IStringLocalizer texts)
    {
        string Value(string name) => fields.First(f => f.Name == name).Value;
        string YesNo(string name) => texts[Value(name) == "yes" ? "services.yes" : "services.no"];
        List<(string Line, string Value)> lines =
        [
            ("name", Value("fleet_name")),
            ("commander", Value(Commander)),
            ("comms", Value("fleet_comms")),
            ("type", $"{Value("fleet_type")} || {Value("ship_priorities")}"),
            ("formup", $"{Value("formup_location")} @ {Value("formup_time")}"),
            ("duration", Value("expected_duration")),
            ("reimbursable", YesNo("reimbursable")),
            ("important", YesNo("important")),
            ("why", Value("purpose")),
        ];
        if (Value("comments") is { Length: > 0 } comments)
        {
            lines.Add(("comments", comments));
        }

        return string.Join('\n', lines.Select(l => $"{texts["services.fleet.line." + l.Line]}: {l.Value}"));
    }
}
