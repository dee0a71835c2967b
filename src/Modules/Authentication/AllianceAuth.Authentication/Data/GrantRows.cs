using System.Globalization;
using AllianceAuth.EveOnline.Contracts;

namespace AllianceAuth.Authentication.Data;

/// <summary>By what somebody holds a permission. The numbers are those of the statements.</summary>
internal enum GrantKind
{
    /// <summary>Granted to the user alone.</summary>
    Own,

    /// <summary>A group carries it.</summary>
    Group,

    /// <summary>A state carries it.</summary>
    State,

    /// <summary>Superusers hold everything.</summary>
    Superuser,
}

/// <summary>What carries a permission.</summary>
internal sealed class GrantSource
{
    public int KindNumber { get; set; }

    public int Id { get; set; }

    public string Name { get; set; } = "";

    public int Users { get; set; }

    public GrantKind Kind => (GrantKind)KindNumber;

    /// <summary>As it stands in an address.</summary>
    public string Key => KeyOf(Kind, Id);

    public static string KeyOf(GrantKind kind, int id) => kind switch
    {
        GrantKind.Group => $"group-{id.ToString(CultureInfo.InvariantCulture)}",
        GrantKind.State => $"state-{id.ToString(CultureInfo.InvariantCulture)}",
        _ => "user",
    };
}

/// <summary>One user and one grant by which they hold a permission.</summary>
internal sealed class Holder
{
    public int KindNumber { get; set; }

    public int SourceId { get; set; }

    public string Source { get; set; } = "";

    public int User { get; set; }

    public string UserName { get; set; } = "";

    public bool IsActive { get; set; }

    public long? MainId { get; set; }

    public string? MainName { get; set; }

    public string? Corporation { get; set; }

    public string? Alliance { get; set; }

    public int Total { get; set; }
}

/// <summary>One permission of a user and one grant that carries it.</summary>
internal sealed class GrantPath
{
    public string Permission { get; set; } = "";

    public int KindNumber { get; set; }

    public int Id { get; set; }

    public string Name { get; set; } = "";

    public GrantKind Kind => (GrantKind)KindNumber;
}

/// <summary>One way a permission could reach a user.</summary>
internal sealed class GrantWay
{
    public int KindNumber { get; set; }

    public int Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>Whether the user is in the state or group, or has it as their own.</summary>
    public bool Holds { get; set; }

    public int Priority { get; set; }

    public bool IsPublic { get; set; }

    /// <summary>When they joined the group; UTC.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>The first entries of a state's lists: kinds, and EVE ids beside them.</summary>
    public int[] Kinds { get; set; } = [];

    public long[] Entities { get; set; } = [];

    public GrantKind Kind => (GrantKind)KindNumber;

    public IEnumerable<(EntityKind Kind, long Id)> Listed => Kinds.Zip(Entities, (kind, id) => ((EntityKind)kind, id));
}

/// <summary>A state that fits a user.</summary>
internal sealed class FittingState
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public int Priority { get; set; }
}

/// <summary>A user found by name.</summary>
internal sealed class FoundUser
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string UserName { get; set; } = "";

    public long? MainId { get; set; }

    public string? Corporation { get; set; }
}
