using System.Globalization;
using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Web.Localization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Admin.Data;

/// <summary>Reads the history: three statements at most, whatever the number of entries.</summary>
internal sealed class ChangeReader(AdminDb db, AdminDesk desk, ChangeWords words, Texts texts, IMediator mediator, IStringLocalizer<AdminModule> localizer)
{
    public const int Shown = 100;

    /// <summary>What happened to one thing, newest first.</summary>
    public Task<IReadOnlyList<ChangeView>> OfAsync(string app, string model, string item, AccessSnapshot reader, CancellationToken cancellationToken) =>
        ReadAsync(db.Changes.Where(c => c.App == app && c.Model == model && c.Item == item), Shown, reader, cancellationToken);

    /// <summary>What happened last to things of these models.</summary>
    public Task<IReadOnlyList<ChangeView>> LatestAsync(IReadOnlyList<string> models, int most, AccessSnapshot reader, CancellationToken cancellationToken) =>
        models.Count == 0 ? Task.FromResult<IReadOnlyList<ChangeView>>([]) : ReadAsync(db.Changes.Where(c => models.Contains(c.App + "." + c.Model)), most, reader, cancellationToken);

    private async Task<IReadOnlyList<ChangeView>> ReadAsync(IQueryable<Change> changes, int most, AccessSnapshot reader, CancellationToken cancellationToken)
    {
        var found = await changes.AsNoTracking().OrderByDescending(c => c.Id).Take(most).ToListAsync(cancellationToken);
        return await ViewAsync(found, reader, cancellationToken);
    }

    /// <summary>These, in the reader's language and with links to what the reader may see.</summary>
    public async Task<IReadOnlyList<ChangeView>> ViewAsync(IReadOnlyList<Change> found, AccessSnapshot reader, CancellationToken cancellationToken)
    {
        UserId[] actors = [.. found.Select(c => c.Actor).OfType<UserId>().Distinct()];
        var names = actors.Length == 0 ? [] : (await mediator.Send(new FindUsers(actors), cancellationToken)).ToDictionary(u => u.User, u => u.Name);
        var entities = await EntitiesAsync(found, cancellationToken);
        var seesUsers = desk.Find("authentication", "user")?.RightsOf(reader).View == true;
        return [.. found.Select(c => View(c, names, entities, reader, seesUsers))];
    }

    /// <summary>Lists of states hold EVE's ids; people read names.</summary>
    private async Task<Dictionary<string, string>> EntitiesAsync(IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        List<(EntityKind Kind, long Id)> wanted = [];
        foreach (var part in changes.SelectMany(c => c.Fields).Where(f => f.IsList).SelectMany(f => Parts(f.Before).Concat(Parts(f.After))))
        {
            if (part.Split(' ') is [var kind, var id] && Enum.TryParse<EntityKind>(kind, out var known) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                wanted.Add((known, number));
            }
        }

        return wanted.Count == 0
            ? []
            : (await mediator.Send(new FindEntities([.. wanted.Distinct()]), cancellationToken)).ToDictionary(e => string.Create(CultureInfo.InvariantCulture, $"{e.Kind} {e.Id}"), e => e.Name, StringComparer.Ordinal);
    }

    private static string[] Parts(string list) => list.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private ChangeView View(Change change, Dictionary<UserId, string> names, Dictionary<string, string> entities, AccessSnapshot reader, bool seesUsers)
    {
        var model = desk.Find(change.App, change.Model);
        var who = change.Actor is { } actor ? names.GetValueOrDefault(actor, UserInfo.NameOfDeleted) : localizer["admin.change.site"];
        var item = model is not null && model.RightsOf(reader).View ? $"{model.About.Path}{Uri.EscapeDataString(change.Item)}/" : null;
        var href = change.Kind == ChangeKind.Deleted || item is null ? null : item + "change/";
        return new ChangeView(
            change.At, who, words.Kind(change.Kind), model is null ? $"{change.App}.{change.Model}" : texts.Say(model.About.One), change.Name, href, words.Lines([.. change.Fields.Select(f => f.IsList ? f with { Before = Named(f.Before), After = Named(f.After) } : f)], change.Cause))
        {
            Did = change.Kind,
            HistoryHref = item is null ? null : item + "history/",
            WhoHref = seesUsers && change.Actor is { } id && names.ContainsKey(id) ? NameDesk.PathOf(id) : null,
        };

        string Named(string list) => string.Join(", ", Parts(list).Select(p => entities.GetValueOrDefault(p, p)));
    }
}
