using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ListItems;

/// <summary>The list of any registered model: searched, filtered, sorted and paged by the database. ADM-003, ADM-035.</summary>
internal static class ListItemsEndpoint
{
    private const int RowsOnPage = 100;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/{app}/{model}/", HandleAsync).RequireStaff().WithName("admin:changelist");

    private static async Task<IResult> HandleAsync(
        string app, string model, HttpContext http, TableQuery query, AdminDesk desk, FilterChoiceCache choices, Texts texts, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { } place)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, AdminVerb.View) is { } refused)
        {
            return refused;
        }

        var about = place.About;
        IReadOnlyList<string> sorts = [.. about.Columns.Where(c => c.CanSort).Select(c => c.Key)];
        query = (about.DefaultSort is { } sort ? query.SortedBy(sort, sorts) : query).SizedBy(RowsOnPage);
        var ask = ListQuestion.Of(about, query);
        if (query.WantsCsv)
        {
            IReadOnlyList<CsvColumn<AdminListRow>> columns = [.. about.Columns.Select((c, i) => new CsvColumn<AdminListRow>(texts.Say(c.Text), row => CellWords.Of(row.Cells[i], texts)))];
            return http.Csv(about.Model, place.Model.AllAsync(place.Ask, ask, cancellationToken), columns);
        }

        var list = await place.Model.ListAsync(place.Ask, ask, cancellationToken);
        var filters = await choices.FindAsync(place.Model, place.Ask, cancellationToken);
        return http.Page<ListPage, ListView>(new ListView(
            about,
            place.Rights,
            new TablePage<AdminListRow>(list.Rows, list.Total, query),
            [.. about.Filters.Select(f => new ListFilter(
                f.Key,
                texts.Say(f.Text),
                [.. filters.Where(c => c.Key == f.Key).SelectMany(c => c.Options).Select(o => new FilterChoice(o.Value, o.IsKey ? texts.Say(o.Text) : o.Text))]))],
            [.. about.Actions.Where(a => place.Rights.Allow(a.Verb) && (!a.IsForSuperusers || place.Ask.Actor.IsSuperuser)).Select(a => new FilterChoice(a.Key, texts.Say(a.Text, a.TextArguments)))]));
    }
}

/// <summary>A list.</summary>
/// <param name="About">What it lists.</param>
/// <param name="Rights">What the reader may do.</param>
/// <param name="Page">The rows.</param>
/// <param name="Filters">What can be filtered by.</param>
/// <param name="Actions">What the reader may do to many, beside deleting.</param>
public sealed record ListView(AdminDescription About, AdminRights Rights, TablePage<AdminListRow> Page, IReadOnlyList<ListFilter> Filters, IReadOnlyList<FilterChoice> Actions);

/// <summary>A filter with its values.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Label">What is filtered by.</param>
/// <param name="Choices">The values that occur.</param>
public sealed record ListFilter(string Key, string Label, IReadOnlyList<FilterChoice> Choices);
