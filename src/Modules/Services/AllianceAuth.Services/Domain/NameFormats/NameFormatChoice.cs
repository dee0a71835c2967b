using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Services.Domain.NameFormats;

/// <summary>Which format names the users of a state on one service: their configuration's, else the service's own, else the site's. SVC-025, SVC-026, C-34.</summary>
internal sealed class NameFormatChoice
{
    private readonly Dictionary<StateId, ChosenFormat> _byState = [];
    private readonly List<(NameFormatConfig Config, Refusal Refusal)> _unreadable = [];
    private readonly ChosenFormat _otherwise;

    /// <param name="service">Name of the service.</param>
    /// <param name="own">The service's own format, or null.</param>
    /// <param name="siteDefault">The site's format.</param>
    /// <param name="configs">Configurations; those of other services are left alone. The first one for a state counts.</param>
    /// <exception cref="ArgumentException">The service's own format, or the site's, cannot be read: a fault of whoever wrote it.</exception>
    public NameFormatChoice(string service, string? own, string siteDefault, IEnumerable<NameFormatConfig> configs)
    {
        var (otherwise, fault) = NameFormat.Read(string.IsNullOrEmpty(own) ? siteDefault : own);
        _otherwise = new(otherwise ?? throw new ArgumentException($"The default name format of {service} cannot be read: {fault!.Code}, position {fault.Arguments[0]}.", nameof(own)), true);
        foreach (var config in configs.Where(c => c.ServiceName == service).OrderBy(c => c.Id))
        {
            var (format, refusal) = NameFormat.Read(config.Format);
            if (format is null)
            {
                _unreadable.Add((config, refusal!));
                continue;
            }

            foreach (var state in config.States)
            {
                _byState.TryAdd(state, new(format, config.DefaultToUsername));
            }
        }
    }

    /// <summary>Configurations that cannot be read, since they did not come through the form; they are passed over.</summary>
    public IReadOnlyList<(NameFormatConfig Config, Refusal Refusal)> Unreadable => _unreadable;

    /// <summary>The format for a state.</summary>
    public ChosenFormat For(StateId state) => _byState.GetValueOrDefault(state, _otherwise);
}

/// <summary>A format and what it does about a missing main.</summary>
internal sealed record ChosenFormat(NameFormat Format, bool DefaultToUsername)
{
    /// <summary>Somebody's name. SVC-029, C-38.</summary>
    public string NameFor(string userName, MainCharacter? main, string allianceTicker) => Format.NameFor(new NameBearer(userName, main, allianceTicker, DefaultToUsername));
}
