namespace AllianceAuth.Shared.Web.Tests.Site;

/// <summary>Counts how often a page was drawn.</summary>
public sealed class Drawings
{
    private int _count;

    public int Next() => Interlocked.Increment(ref _count);
}
