namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>What is known of Tranquility, for the foot of the frame. Implemented by EveOnline from what its job last saw; never asks EVE itself.</summary>
public interface IServerStatus
{
    /// <summary>Pilots online, or null while that is not known.</summary>
    ValueTask<int?> PilotsOnlineAsync(CancellationToken cancellationToken);
}
