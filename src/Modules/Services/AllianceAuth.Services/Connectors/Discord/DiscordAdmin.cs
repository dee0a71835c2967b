using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Services.Connectors.Discord.Upkeep;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Connectors.Discord;

/// <summary>Which Discord users our pilots are, in the administration: to look at and to end.</summary>
internal static class DiscordAdmin
{
    public static void Add(IServiceCollection services) => services.AddAdminSection("discord", "services.list.title").AddAdmin<ServicesDb, DiscordUser>("discord", "discorduser", admin => admin
        .Named("services.discord.admin.users", "services.discord.admin.user")
        .Icon("fa-brands fa-discord")
        .Column("services.discord.admin.column.user", u => u.UserId, c => c.Unsorted().Head())
        .Column("services.discord.admin.column.name", u => u.UserName)
        .Column("services.discord.admin.column.uid", u => u.Uid)
        .Column("services.discord.admin.column.activated", u => u.ActivatedAt)
        .Called(u => u.UserName)
        .Filter("services.discord.admin.column.activated", u => u.ActivatedAt)
        .Search(u => u.UserName)
        .SearchAlso((_, typed, _) => Task.FromResult<Expression<Func<DiscordUser, bool>>?>(
            long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? u => u.Uid == uid : null))
        .SearchAlso(async (work, typed, cancellationToken) =>
        {
            var found = await work.Services.GetRequiredService<IAdminNames>().SuggestAsync(AdminReferenceKind.User, typed, cancellationToken);
            List<UserId> users = [.. found.Select(f => new UserId(int.Parse(f.Value, CultureInfo.InvariantCulture)))];
            return users.Count == 0 ? null : u => users.Contains(u.UserId);
        })
        .OrderByDescending(u => u.ActivatedAt)
        .NoAdd()
        .NoChange()
        .AlsoGoes((_, users, _) => Task.FromResult<IReadOnlyList<AdminConsequence>>([new("services.discord.admin.leaves", users.Count)]))
        .Deletes(RemoveAsync));

    /// <summary>They leave the server too, by the engine. DISC-062.</summary>
    private static async Task<AdminDone> RemoveAsync(AdminWork<ServicesDb> work, IReadOnlyList<DiscordUser> chosen, CancellationToken cancellationToken)
    {
        await work.Services.GetRequiredService<AccountEnd>().BeginAsync([.. chosen.Select(u => u.UserId)], work.Actor!.User, cancellationToken);
        return new AdminDone(chosen.Count);
    }
}
