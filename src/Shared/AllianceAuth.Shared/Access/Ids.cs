using System.Globalization;

namespace AllianceAuth.Shared.Access;

/// <summary>Identifies a user: one person's login.</summary>
/// <param name="Value">The number in the database and in addresses.</param>
public readonly record struct UserId(int Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Identifies a state: what a user is to us (Member, Blue, Guest, …).</summary>
/// <param name="Value">The number in the database and in addresses.</param>
public readonly record struct StateId(int Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Identifies a group: a named set of users that carries permissions.</summary>
/// <param name="Value">The number in the database and in addresses.</param>
public readonly record struct GroupId(int Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
