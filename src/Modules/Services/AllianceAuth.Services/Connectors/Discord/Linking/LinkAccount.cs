using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.Discord.Linking;

/// <summary>Puts the code that a pilot brought into their account, new or not, and has the engine work on it.</summary>
internal sealed class LinkAccount(ServicesDb db, AccountMarks marks, ServiceSignals signals, ISecretProtector protector, TimeProvider clock)
{
    /// <summary>Longer ones are not Discord's.</summary>
    public const int LongestCode = 512;

    private const string Cause = "services.discord.cause.relinked";

    /// <returns>False when the account is about to end.</returns>
    public async Task<bool> BringAsync(UserId user, string code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = Account.Begin(DiscordConnector.Name, user, protector.Protect(code), now);
        var written = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.accounts AS a (
                service, user_id, stage, secret, mark, looked, done, priority, due_since, cause, activated_at,
                login_name, display_name, wanted_login, wanted_display, wanted_groups, plan, is_approved, attempts, trouble_arguments, drift, missing)
            VALUES (
                {account.Service}, {user.Value}, {(short)account.Stage}, {account.Secret}, 1, 0, 0, 0, {now}, {account.Cause}, {now},
                '', '', '', '', ARRAY[]::text[], 0, false, 0, ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::text[])
            ON CONFLICT (service, user_id) DO UPDATE SET
                stage = CASE WHEN a.stage = {(short)AccountStage.Gone} THEN excluded.stage ELSE a.stage END,
                secret = excluded.secret, mark = a.mark + 1, priority = 0, cause = {Cause}, next_try = NULL, attempts = 0,
                trouble = NULL, trouble_arguments = ARRAY[]::text[], failing_since = NULL,
                due_since = CASE WHEN a.mark > a.done THEN a.due_since ELSE {now} END
            WHERE a.stage <> {(short)AccountStage.Leaving}
            """,
            cancellationToken);
        if (written == 0)
        {
            return false;
        }

        await marks.WakeAsync([DiscordConnector.Name], 0, cancellationToken);
        await signals.AccountChangedAsync(user, cancellationToken);
        return true;
    }
}
