using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.Discord.Upkeep;

/// <summary>Ends accounts because an admin says so: asked for here, done by the engine.</summary>
internal sealed class AccountEnd(ServicesDb db, AccountActions actions)
{
    public async Task BeginAsync(IReadOnlyList<UserId> users, UserId actor, CancellationToken cancellationToken)
    {
        await actions.EndAsync(DiscordConnector.Name, users, RemovalCauses.ByAdmin, actor, cancellationToken);
        // A row that an import left without an account has nobody to end it.
        await db.DiscordUsers.Where(u => users.Contains(u.UserId) && !db.Accounts.Any(a => a.Service == DiscordConnector.Name && a.UserId == u.UserId)).ExecuteDeleteAsync(cancellationToken);
    }
}
