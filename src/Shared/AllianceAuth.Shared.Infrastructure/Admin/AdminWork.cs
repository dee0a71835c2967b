using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>What a module's own part of an administration page works with.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
public sealed class AdminWork<TDb>
    where TDb : ModuleDbContext
{
    private readonly string _app;
    private readonly string _model;

    internal AdminWork(TDb db, IServiceProvider services, AccessSnapshot? actor, DateTimeOffset now, string app, string model)
    {
        (Db, Services, Actor, Now, _app, _model) = (db, services, actor, now, app, model);
        Trail = NewTrail();
    }

    /// <summary>The module's database. Saving and committing is done by the framework.</summary>
    public TDb Db { get; }

    /// <summary>Services of the request or of the job.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Who does it; null where nobody does, for example while a file is written.</summary>
    public AccessSnapshot? Actor { get; }

    /// <summary>UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Told once a save is committed.</summary>
    internal Action? Stored { get; init; }

    /// <summary>Takes more of what this save changes into the history.</summary>
    public ChangeTrail Trail { get; }

    /// <summary>A trail of its own, for actions that work on many things.</summary>
    public ChangeTrail NewTrail() => new(Db, _app, _model, Actor?.User, Now);
}
