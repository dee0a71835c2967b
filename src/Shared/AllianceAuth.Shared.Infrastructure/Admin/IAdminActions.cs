namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Adds actions to a list that another module has administered. Register it as <c>AddScoped&lt;IAdminActions, …&gt;()</c>.</summary>
public interface IAdminActions
{
    /// <summary>The app part of the list's address.</summary>
    string App { get; }

    /// <summary>The model part of the list's address.</summary>
    string Model { get; }

    /// <summary>What can be done; keys that no other action of the list has.</summary>
    IReadOnlyList<AdminActionInfo> Actions { get; }

    /// <summary>Does it to these; at most a hundred. Done twice it changes nothing more.</summary>
    Task<AdminDone> ActAsync(AdminAsk ask, string action, IReadOnlyList<string> keys, CancellationToken cancellationToken);
}
