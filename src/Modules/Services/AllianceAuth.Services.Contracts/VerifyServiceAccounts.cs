using MediatR;

namespace AllianceAuth.Services.Contracts;

/// <summary>Has every account of every user on every service looked at. The <c>verify_service_accounts</c> command. What is found is done by the site's workers. C-20.</summary>
public sealed record VerifyServiceAccounts : IRequest<IReadOnlyList<ServiceToVerify>>;

/// <summary>A service whose accounts are looked at.</summary>
/// <param name="Title">As people call it.</param>
/// <param name="Accounts">How many there are.</param>
public sealed record ServiceToVerify(string Title, int Accounts);
