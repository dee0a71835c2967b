namespace AllianceAuth.Shared.Web.Tests.Site;

/// <summary>Runs like any clock until it is held; then it stands where it is put.</summary>
internal sealed class HeldClock : TimeProvider
{
    private DateTimeOffset? _held;

    public override DateTimeOffset GetUtcNow() => _held ?? System.GetUtcNow();

    public void Hold() => _held = System.GetUtcNow();

    public void Advance(TimeSpan by) => _held += by;
}
