using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.Discord.Upkeep;

/// <summary>Ends accounts because an admin says so: asked for here, done by the engine.</summary>
internal sealed class AccountEnd(ServicesDb db, AccountActions actions)
{
    public async Task BeginAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        foreach (var user in users)
        {
            if (!await actions.DeactivateAsync(DiscordConnector.Name, user, cancellationToken))
            {
                // A row that an import left without an account has nobody to end it.
                await db.DiscordUsers.Where(u => u.UserId == user).ExecuteDeleteAsync(cancellationToken);
            }
        }
    }
}
