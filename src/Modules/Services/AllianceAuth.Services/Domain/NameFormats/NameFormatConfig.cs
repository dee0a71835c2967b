using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Domain.NameFormats;

/// <summary>How users of some states are named on one service. Each state has at most one for each service. C-34, C-39.</summary>
internal sealed class NameFormatConfig
{
    public const int NameLength = 100;
    public const int FormatLength = 100;

    public int Id { get; private set; }

    /// <summary>Name of the service; stays when that is not installed any more.</summary>
    public string ServiceName { get; set; } = "";

    /// <summary>The login name stands in for a main that is not there.</summary>
    public bool DefaultToUsername { get; set; } = true;

    public string Format { get; set; } = "";

    /// <summary>States it is for.</summary>
    public StateId[] States { get; set; } = [];

    /// <summary>As it is called in lists: <c>mumble: Member, Guest</c>, the highest state first. C-49.</summary>
    /// <param name="states">All states, the highest first.</param>
    public string Title(IEnumerable<(StateId State, string Name)> states) =>
        $"{ServiceName}: {string.Join(", ", states.Where(s => States.Contains(s.State)).Select(s => s.Name))}";
}
