using AllianceAuth.Shared.Results;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>Makes a superuser who signs in with a password; for the command line and the first-run page.</summary>
/// <param name="UserName">Login name; unique.</param>
/// <param name="Email">Address; may be empty.</param>
/// <param name="Password">The password in plain text; hashed at once.</param>
public sealed record CreateSuperuser(string UserName, string Email, string Password) : IRequest<IReadOnlyList<Refusal>>
{
    /// <summary>Without the password, so that no log line gives it away.</summary>
    public override string ToString() => $"CreateSuperuser {UserName}";
}

/// <summary>Takes the main from every user who does not own it any more, and gives their names. The <c>checkmains</c> command.</summary>
public sealed record CheckMains : IRequest<IReadOnlyList<string>>;

/// <summary>Makes alliances members of a state, looking them up in EVE by name. Those already in it are left alone. For the command line and the demo.</summary>
/// <param name="State">The state's exact name.</param>
/// <param name="Alliances">Exact names of alliances.</param>
/// <param name="Permissions">Full names of permissions the state carries from now on, beside those it has.</param>
/// <returns>What could not be done; empty when all is in place.</returns>
public sealed record FillState(string State, IReadOnlyList<string> Alliances, IReadOnlyList<string> Permissions) : IRequest<IReadOnlyList<Refusal>>;
