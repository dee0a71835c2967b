using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ActOnItems;

/// <summary>An action on the ticked rows, or on everything the list shows: asked first, then done at once or by a job.</summary>
internal static class ActOnItemsEndpoint
{
    // More names on a page nobody reads; what hangs on the rest is not counted either.
    private const int MostPreviewed = 1000;
    private const int MostValues = 5000;
    private const string OfList = "list.";

    // Which rows "all" meant when it was asked about.
    private const string Seen = "seen";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/admin/{app}/{model}/act/", HandleAsync).RequireStaff().WithName("admin:act").WithFormOptions(valueCountLimit: MostValues);

    private static async Task<IResult> HandleAsync(
        string app, string model, HttpContext http, AdminDesk desk, AdminDb db, FilterChoiceCache choices, IJobQueue jobs, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { } place)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, AdminVerb.View) is { } hidden)
        {
            return hidden;
        }

        var sent = await http.Request.ReadFormAsync(cancellationToken);
        var action = Find(place, sent["action"].ToString());
        if (action is null)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, action.Verb) is { } refused)
        {
            return refused;
        }

        if (action.IsForSuperusers && !place.Ask.Actor.IsSuperuser)
        {
            return http.Forbidden($"{place.About.App}.{action.Key}");
        }

        var list = ListOf(place.About, sent);
        var keys = sent["all"] == "true"
            ? await place.Model.KeysAsync(place.Ask, ListQuestion.Of(place.About, list), BulkRun.Most, cancellationToken)
            : [.. sent["items"].OfType<string>().Distinct(StringComparer.Ordinal)];
        if (keys.Count == 0)
        {
            http.Flash(FlashLevel.Warning, "admin.bulk.nobody");
            return http.SeeOther(Back(place.About, list));
        }

        // Between question and answer the list may have become another: then it is asked about anew.
        var isOther = sent["all"] == "true" && sent["confirm"] == "true" && sent[Seen] != Mark(keys);
        if (sent["confirm"] != "true" || isOther)
        {
            var question = await AskAsync(place, action, keys, sent, list, cancellationToken);
            question = isOther ? question with { Refusals = [new Refusal("admin.bulk.changed"), .. question.Refusals] } : question;
            return question.Access is { } access && sent[AccessPreviewView.ShowField] is [{ } show]
                ? http.Preview<ConfirmPage, ConfirmView>(question, access, show)
                : http.Page<ConfirmPage, ConfirmView>(question);
        }

        if (action.IsJob || keys.Count > BulkRun.MostAtOnce)
        {
            var run = new BulkRun
            {
                Id = Guid.CreateVersion7(),
                App = place.About.App,
                Model = place.About.Model,
                Action = action.Key,
                Keys = [.. keys],
                Actor = place.Ask.Actor.User,
                CreatedAt = clock.GetUtcNow(),
            };
            db.Runs.Add(run);
            await db.SaveChangesAsync(cancellationToken);
            await jobs.EnqueueAsync<RunActionJob>(run.Id.ToString(), cancellationToken: cancellationToken);
            return http.SeeOther($"/admin/runs/{run.Id}/");
        }

        var done = action.Key == BulkRun.Delete
            ? await place.Model.DeleteAsync(place.Ask, keys, cancellationToken)
            : await place.Model.ActAsync(place.Ask, action.Key, keys, cancellationToken);
        await choices.DropAsync(place.About.App, cancellationToken);
        if (done.Done > 0)
        {
            http.Flash(FlashLevel.Success, "admin.bulk.done", done.Done.ToString("N0", CultureInfo.CurrentCulture));
        }

        foreach (var refusal in done.Refusals.Take(3))
        {
            http.Flash(FlashLevel.Warning, refusal);
        }

        return http.SeeOther(Back(place.About, list));
    }

    private static AdminActionInfo? Find(AdminPlace place, string key) => key == BulkRun.Delete
        ? new AdminActionInfo(BulkRun.Delete, "admin.bulk.delete", "", null, IsDanger: true, IsJob: false, AdminVerb.Delete, IsForSuperusers: false)
        : place.About.Actions.FirstOrDefault(a => a.Key == key);

    private static async Task<ConfirmView> AskAsync(
        AdminPlace place, AdminActionInfo action, IReadOnlyList<string> keys, IFormCollection sent, TableQuery list, CancellationToken cancellationToken)
    {
        var preview = await place.Model.DeletionAsync(place.Ask, [.. keys.Take(MostPreviewed)], cancellationToken);
        var isDelete = action.Key == BulkRun.Delete;
        var listing = AccessPreviewView.Listed(sent[AccessPreviewView.ShowField]);
        var difference = isDelete ? await place.Model.AccessWithoutAsync(place.Ask, [.. keys.Take(MostPreviewed)], listing, cancellationToken) : null;
        // What refuses to be deleted still takes part in another action.
        var total = isDelete && keys.Count <= MostPreviewed ? preview.Total : keys.Count;
        List<KeyValuePair<string, string>> fields = [new("action", action.Key)];
        fields.AddRange(sent.Where(f => f.Key.StartsWith(OfList, StringComparison.Ordinal)).SelectMany(f => f.Value.OfType<string>().Select(v => KeyValuePair.Create(f.Key, v))));
        fields.AddRange(sent["all"] == "true" ? [new("all", "true"), new(Seen, Mark(keys))] : keys.Select(k => KeyValuePair.Create("items", k)));
        return new ConfirmView(place.About, action.Text, $"{place.About.Path}act/", Back(place.About, list), preview.Names, total)
        {
            ActionArguments = action.TextArguments,
            IsDanger = action.IsDanger,
            Note = action.Consequence,
            Consequences = isDelete ? preview.Consequences : [],
            Refusals = isDelete ? preview.Refusals : [],
            Access = difference is null ? null : new(ConfirmView.AccessId, ConfirmView.FormId, $"{place.About.Path}act/") { Difference = difference, Listing = listing },
            Fields = fields,
            IsJob = action.IsJob || keys.Count > BulkRun.MostAtOnce,
        };
    }

    private static string Mark(IReadOnlyList<string> keys) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys.Order(StringComparer.Ordinal)))))[..32];

    /// <summary>The list as it stood when the action was chosen.</summary>
    private static TableQuery ListOf(AdminDescription about, IFormCollection sent)
    {
        var query = new QueryBuilder(sent.Where(f => f.Key.StartsWith(OfList, StringComparison.Ordinal)).SelectMany(f => f.Value.OfType<string>().Select(v => KeyValuePair.Create(f.Key[OfList.Length..], v))));
        return TableQuery.Of(about.Path + query.ToQueryString());
    }

    private static string Back(AdminDescription about, TableQuery list) =>
        about.Path + new QueryBuilder(list.Hidden()).ToQueryString();
}
