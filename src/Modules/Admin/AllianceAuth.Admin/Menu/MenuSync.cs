using System.Globalization;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Admin.Menu;

/// <summary>Keeps a row for every entry the modules declare, and writes only what is different. MENU-015 to MENU-019.</summary>
internal sealed class MenuSync(AdminDb db, MenuBuilder builder, MenuArrangement arrangement)
{
    /// <returns>Whether anything was different.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // Names in the table are English, whoever happens to look; readers see their own language.
        var reader = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(SiteLanguage.Default.CultureName);
        Dictionary<string, (MenuEntry Entry, string Label)> declared;
        try
        {
            declared = builder.Declared.ToDictionary(e => e.Key, e => (e, Cut(builder.LabelOf(e))), StringComparer.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }

        if (!Differs(await db.MenuItems.AsNoTracking().Where(i => i.EntryKey != null).ToListAsync(cancellationToken), declared))
        {
            return false;
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await db.HoldMenuAsync(cancellationToken);
            var rows = await db.MenuItems.Where(i => i.EntryKey != null).ToListAsync(cancellationToken);
            db.MenuItems.RemoveRange(rows.Where(r => !declared.ContainsKey(r.EntryKey!)));
            foreach (var row in rows.Where(r => declared.ContainsKey(r.EntryKey!)))
            {
                row.Text = declared[row.EntryKey!].Label;
            }

            foreach (var (key, (entry, label)) in declared.Where(d => rows.All(r => r.EntryKey != d.Key)))
            {
                db.MenuItems.Add(new MenuItem { EntryKey = key, Text = label, Order = entry.Order });
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await arrangement.ChangedAsync(cancellationToken);
        return true;
    }

    private static bool Differs(List<MenuItem> rows, Dictionary<string, (MenuEntry Entry, string Label)> declared) =>
        rows.Count != declared.Count || rows.Any(r => !declared.TryGetValue(r.EntryKey!, out var entry) || entry.Label != r.Text);

    private static string Cut(string label) => label[..Math.Min(label.Length, MenuItem.TextLength)];
}

/// <summary>Runs the synchronisation when a node starts. Without it the sidebar stands as the modules declare it, so a fault here stops nothing.</summary>
internal sealed class MenuSyncAtStart(IServiceScopeFactory scopes, ILogger<MenuSyncAtStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<MenuSync>().RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "The sidebar's entries were not brought up to date; the list of the administration does it when it is opened.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
