using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;

namespace AllianceAuth.Shared.Infrastructure.Changes;

/// <summary>
/// Collects what one edit of one thing really changes, for slices with a form of their own. Nothing is written until <see cref="Record"/>,
/// which puts the event into the module's outbox: it commits, or not, with the change.
/// </summary>
/// <param name="db">The database of the module that owns the thing.</param>
/// <param name="app">The app part of the model's permissions, for example <c>authentication</c>.</param>
/// <param name="model">The model part, for example <c>state</c>.</param>
/// <param name="actor">Who does it; null for the site itself.</param>
/// <param name="now">UTC.</param>
public sealed class ChangeTrail(ModuleDbContext db, string app, string model, UserId? actor, DateTimeOffset now)
{
    private readonly List<FieldChange> _fields = [];

    /// <summary>Whether anything changed so far.</summary>
    public bool HasAny => _fields.Count > 0;

    /// <summary>Notes a field, when it is different.</summary>
    /// <param name="field">Text key of its label.</param>
    /// <param name="before">What stood there.</param>
    /// <param name="after">What stands there now.</param>
    public bool Note<T>(string field, T before, T after)
    {
        if (EqualityComparer<T>.Default.Equals(before, after))
        {
            return false;
        }

        _fields.Add(new FieldChange(field, Words(before), Words(after)));
        return true;
    }

    /// <summary>Notes what went from a list and what came; false when nothing did.</summary>
    public bool NoteList(string field, IEnumerable<string> before, IEnumerable<string> after)
    {
        var (old, current) = (before.ToHashSet(StringComparer.Ordinal), after.ToHashSet(StringComparer.Ordinal));
        var (gone, came) = (Join(old.Except(current, StringComparer.Ordinal)), Join(current.Except(old, StringComparer.Ordinal)));
        if (gone.Length == 0 && came.Length == 0)
        {
            return false;
        }

        _fields.Add(new FieldChange(field, gone, came, IsList: true));
        return true;
    }

    /// <summary>Raises the event with the next save. An edit that changed nothing leaves no trace.</summary>
    /// <param name="item">Key of the thing, as its address has it.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="cause">Text key of the reason, or null.</param>
    public void Record(object item, string name, ChangeKind kind = ChangeKind.Changed, string? cause = null)
    {
        if (kind == ChangeKind.Changed && _fields.Count == 0 && cause is null)
        {
            return;
        }

        db.Raise(new ChangeRecorded(Guid.CreateVersion7(now), now, app, model, Words(item), name, kind, [.. _fields], actor, cause));
        _fields.Clear();
    }

    private static string Words<T>(T value) => value switch
    {
        null => "",
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Join(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
