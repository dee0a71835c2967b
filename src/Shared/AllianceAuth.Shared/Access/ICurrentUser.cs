namespace AllianceAuth.Shared.Access;

/// <summary>The person behind the current request. Implemented by Authentication; asked by pages, endpoints and the frame.</summary>
public interface ICurrentUser
{
    /// <summary>The access of whoever is signed in, or null for an anonymous visitor. Costs no statement when the cache is warm.</summary>
    ValueTask<AccessSnapshot?> FindAsync(CancellationToken cancellationToken);
}
