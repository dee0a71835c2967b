namespace AllianceAuth.Shared.Web.Errors;

/// <summary>Knows which faults are a pause rather than a mistake of ours: the database is away for a moment. Implemented by the host.</summary>
public interface IOutage
{
    /// <summary>Whether the fault means that something the site stands on is away and will come back.</summary>
    bool Explains(Exception fault);
}
