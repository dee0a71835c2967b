using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>Where and how a user is written to. For mails of the site only; never shown to others.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">The main's name, or the login name without one.</param>
/// <param name="Email">The verified address; empty when there is none.</param>
/// <param name="Language">Code of the language they chose; empty when they never did.</param>
public sealed record UserContact(UserId User, string Name, string Email, string Language);

/// <summary>Asks where to write to users; those that do not exist or are switched off are left out. One statement for any number.</summary>
/// <param name="Users">Who.</param>
public sealed record FindContacts(IReadOnlyList<UserId> Users) : IRequest<IReadOnlyList<UserContact>>;
