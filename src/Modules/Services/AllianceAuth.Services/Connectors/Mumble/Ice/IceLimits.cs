namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>How long an <see cref="IceListener"/> waits for its callers.</summary>
/// <param name="FirstCall">From connecting to the first call that brings the secret: so nobody who does not know it holds a place for long.</param>
/// <param name="Quiet">From one call to the next. Ice itself ends a connection after a minute without calls and opens another when there is one.</param>
/// <param name="Farewell">For what is still to be written at the end, and until the caller closes too.</param>
internal sealed record IceLimits(TimeSpan FirstCall, TimeSpan Quiet, TimeSpan Farewell)
{
    public static readonly IceLimits Usual = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2));
}
