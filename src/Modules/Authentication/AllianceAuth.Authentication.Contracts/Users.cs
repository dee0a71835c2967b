using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>A user as others name them.</summary>
/// <param name="User">Who.</param>
/// <param name="UserName">Login name.</param>
/// <param name="Main">Main character, or null.</param>
public sealed record UserInfo(UserId User, string UserName, MainCharacter? Main)
{
    /// <summary>What is shown for a user who does not exist any more.</summary>
    public const string NameOfDeleted = "deleted";

    /// <summary>UTC, when they registered.</summary>
    public DateTimeOffset Joined { get; init; }

    /// <summary>The main's name, or the login name without one.</summary>
    public string Name => Main?.Name ?? UserName;
}

/// <summary>Asks who users are; those that do not exist are left out. One statement for any number.</summary>
/// <param name="Users">Who.</param>
public sealed record FindUsers(IReadOnlyList<UserId> Users) : IRequest<IReadOnlyList<UserInfo>>;

/// <summary>Asks for the main character of whoever owns each of these characters; unowned ones and owners without a main are left out. One statement.</summary>
/// <param name="Characters">EVE ids.</param>
public sealed record FindMainsOfCharacters(IReadOnlyList<long> Characters) : IRequest<IReadOnlyDictionary<long, MainCharacter>>;

/// <summary>Asks for the user who stands in for deleted ones; made on first use. Nobody can sign in as it.</summary>
public sealed record FindSentinelUser : IRequest<UserId>;

/// <summary>Asks for users whose login name or main begins with a text, for pickers; the best twenty.</summary>
/// <param name="Text">What was typed.</param>
public sealed record SearchUsers(string Text) : IRequest<IReadOnlyList<UserInfo>>;

/// <summary>Asks for the user with exactly this login name or main, in any case; the login name wins. Null when there is none.</summary>
/// <param name="Name">What was typed.</param>
public sealed record FindUserByName(string Name) : IRequest<UserId?>;
