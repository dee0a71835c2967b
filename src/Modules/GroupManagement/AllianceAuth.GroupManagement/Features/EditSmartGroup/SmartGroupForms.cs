using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Localization;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.EditSmartGroup;

/// <summary>Fills the form of a smart group, and reads it back: only the fields it has, whatever else is sent.</summary>
internal sealed class SmartGroupForms(GroupManagementDb db, GroupBook book, FilterJudge judge, HeldReader held, Texts texts, ICurrentUser currentUser, IMediator mediator)
{
    private const int MostBlocks = 10;
    private const int MostFilters = 20;
    private const int MostValues = 500;
    private const int MostNumber = 100_000;

    /// <param name="chosen">The group it is for, when that is known already.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SmartGroupFormView> NewAsync(int? chosen, CancellationToken cancellationToken) =>
        await FurnishAsync(new(chosen, "", 0, IsAutomatic: false, "0", FilterJoinWord.All, [new(0, FilterJoinWord.All, [])]) { IsNew = true }, cancellationToken);

    public async Task<SmartGroupFormView?> FindAsync(GroupId id, CancellationToken cancellationToken)
    {
        var group = await db.SmartGroups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancellationToken);
        if (group is null)
        {
            return null;
        }

        var expression = group.Expression;
        var blocks = new List<FilterBlockForm>();
        var next = 0;
        foreach (var part in expression is FilterBranch whole ? whole.Parts : [expression])
        {
            var filters = new List<FilterForm>();
            foreach (var leaf in part.Leaves)
            {
                filters.Add(await FillAsync(leaf.Kind, leaf.IsNegated, leaf.Parameters, cancellationToken) with { Number = next++ });
            }

            blocks.Add(new(blocks.Count, part is FilterBranch { Join: FilterJoin.Any } ? FilterJoinWord.Any : FilterJoinWord.All, filters));
        }

        var view = new SmartGroupFormView(
            id.Value,
            "",
            group.Revision,
            group.Mode == SmartGroupMode.Automatic,
            group.GraceDays.ToString(CultureInfo.InvariantCulture),
            expression is FilterBranch { Join: FilterJoin.Any } ? FilterJoinWord.Any : FilterJoinWord.All,
            blocks)
        {
            EvaluatedAt = group.EvaluatedAt,
            Held = await held.FindAsync(group, cancellationToken),
        };
        return await FurnishAsync(view, cancellationToken);
    }

    /// <summary>What was sent, with what its buttons ask for done and what is wrong with it.</summary>
    public async Task<SmartGroupFormView> ReadAsync(int? id, IFormCollection form, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        var group = id ?? Number(form["group"]);
        var days = form["grace"].ToString().Trim();
        if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var grace) || grace > SmartGroup.MostGraceDays)
        {
            errors["grace"] = new Refusal("groupmanagement.smart.grace.wrong", SmartGroup.MostGraceDays.ToString(CultureInfo.InvariantCulture));
        }

        if (group is null)
        {
            errors["group"] = new Refusal("groupmanagement.smart.group.missing");
        }

        var blocks = await ReadBlocksAsync(form, cancellationToken);
        blocks = await PressAsync(form["do"].ToString(), form, blocks, cancellationToken);
        if (blocks.All(b => b.Filters.Count == 0))
        {
            // Without a filter everybody would pass.
            errors[""] = new Refusal("groupmanagement.smart.empty");
        }

        var view = new SmartGroupFormView(
            group, "", Number(form["revision"]) ?? -1, form["mode"] == "automatic", days, form["join"] == "any" ? FilterJoinWord.Any : FilterJoinWord.All, blocks)
        {
            IsNew = id is null,
            Errors = errors,
        };
        return await FurnishAsync(view, cancellationToken);
    }

    /// <summary>Whether the form may be saved as it stands.</summary>
    public static bool IsSound(SmartGroupFormView view) =>
        view.Errors.Count == 0 && !view.Blocks.Any(b => b.Filters.Any(f => f.Error is not null || f.Fields.Any(x => x.Error is not null)));

    /// <summary>The same form while it is still being put together.</summary>
    public static SmartGroupFormView WithoutComplaints(SmartGroupFormView view) => view with
    {
        Errors = new Dictionary<string, Refusal>(StringComparer.Ordinal),
        Blocks = [.. view.Blocks.Select(b => b with { Filters = [.. b.Filters.Select(f => f with { Error = null, Fields = [.. f.Fields.Select(x => x.Values.Count == 0 && x.Typed is null ? x with { Error = null } : x)] })] })],
    };

    /// <summary>The filters of a sound form.</summary>
    public static FilterExpression ExpressionOf(SmartGroupFormView view) => new FilterBranch(
        view.Join == FilterJoinWord.Any ? FilterJoin.Any : FilterJoin.All,
        [
            .. view.Blocks.Where(b => b.Filters.Count > 0).Select(b => new FilterBranch(
                b.Join == FilterJoinWord.Any ? FilterJoin.Any : FilterJoin.All,
                [.. b.Filters.Select(f => new FilterLeaf(f.Kind, new FilterParameters(f.Fields.ToDictionary(x => x.Field.Name, x => x.Values, StringComparer.Ordinal)), f.IsNegated))])),
        ]);

    private async Task<SmartGroupFormView> FurnishAsync(SmartGroupFormView view, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var all = (await book.ReadAsync(cancellationToken)).Groups;
        var kept = view.IsNew ? null : all.FirstOrDefault(g => g.Id.Value == view.GroupId)?.FindMembersRefusal(me);
        return view with
        {
            Name = all.FirstOrDefault(g => g.Id.Value == view.GroupId)?.Name ?? "",
            Groups = view.IsNew ? [.. all.Where(g => g.Smart is null && !g.IsAutomatic && g.FindMembersRefusal(me) is null).Select(g => new FilterChoice(g.Id.ToString(), g.Name))] : [],
            Kinds = [.. judge.Kinds.Select(k => new FilterChoice(k.Name, texts.Say(k.Name + ".title"))).OrderBy(k => k.Text, StringComparer.CurrentCulture)],
            MaySave = kept is null && me.Has(view.IsNew ? GroupManagementPermissions.AddSmartGroup : GroupManagementPermissions.ChangeSmartGroup),
            Kept = kept,
        };
    }

    private async Task<List<FilterBlockForm>> ReadBlocksAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        var blocks = new List<FilterBlockForm>();
        var read = new HashSet<int>();
        foreach (var i in Numbers(form["blocks"]).Take(MostBlocks))
        {
            var filters = new List<FilterForm>();
            foreach (var j in Numbers(form[$"filters-{i}"]).Take(MostFilters))
            {
                if (read.Add(j) && judge.Find(form[$"{PrefixOf(j)}kind"].ToString()) is { } kind)
                {
                    filters.Add(await ReadFilterAsync(kind, j, form, cancellationToken));
                }
            }

            blocks.Add(new(i, form[$"join-{i}"] == "any" ? FilterJoinWord.Any : FilterJoinWord.All, filters));
        }

        return blocks;
    }

    /// <summary>Beginning of the names of a filter's fields.</summary>
    public static string PrefixOf(int filter) => string.Create(CultureInfo.InvariantCulture, $"f{filter}-");

    private async Task<FilterForm> ReadFilterAsync(ISmartFilterKind kind, int number, IFormCollection form, CancellationToken cancellationToken)
    {
        var prefix = PrefixOf(number);
        var unknown = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var errors = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        foreach (var field in kind.Fields)
        {
            var name = prefix + field.Name;
            List<string> sent = [.. form[name].OfType<string>().Select(v => v.Trim()).Where(v => v.Length > 0).Take(MostValues)];
            foreach (var typed in form[$"{name}_add"].ToString().Split([';', ',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (field.Type == FilterFieldType.Words)
                {
                    sent.Add(typed);
                }
                else if (await mediator.Send(new LearnEntity(KindOf(field.Type), typed), cancellationToken) is { } found)
                {
                    sent.Add(found.Id.ToString(CultureInfo.InvariantCulture));
                }
                else
                {
                    (unknown.TryGetValue(field.Name, out var names) ? names : unknown[field.Name] = []).Add(typed);
                }
            }

            if (field.Type == FilterFieldType.Choices)
            {
                var offered = (await kind.OptionsAsync(field.Name, cancellationToken)).Select(o => o.Value).ToHashSet(StringComparer.Ordinal);
                sent.RemoveAll(v => !offered.Contains(v));
            }

            values[field.Name] = [.. sent.Distinct(StringComparer.Ordinal)];
            if (unknown.TryGetValue(field.Name, out var left))
            {
                errors[field.Name] = new Refusal("groupmanagement.smart.field.unknown", string.Join(", ", left));
            }
            else if (Judge(field, values[field.Name]) is { } refusal)
            {
                errors[field.Name] = refusal;
            }
        }

        var parameters = new FilterParameters(values);
        var filter = await FillAsync(kind.Name, form[$"{prefix}not"] == "true", parameters, cancellationToken);
        return filter with
        {
            Number = number,
            Fields =
            [
                .. filter.Fields.Select(f => f with
                {
                    Error = errors.GetValueOrDefault(f.Field.Name),
                    Typed = unknown.TryGetValue(f.Field.Name, out var left) ? string.Join(", ", left) : null,
                }),
            ],
            Error = errors.Count == 0 ? kind.Check(parameters) : null,
        };
    }

    private async Task<FilterForm> FillAsync(string name, bool isNegated, FilterParameters parameters, CancellationToken cancellationToken)
    {
        if (judge.Find(name) is not { } kind)
        {
            return new(name, name, isNegated, []) { Error = new Refusal("groupmanagement.smart.gone", name) };
        }

        var fields = new List<FilterFieldForm>();
        foreach (var field in kind.Fields)
        {
            var values = parameters.All(field.Name);
            fields.Add(new(field, values)
            {
                Options = await kind.OptionsAsync(field.Name, cancellationToken),
                Items = field.Type switch
                {
                    FilterFieldType.Words => [.. values.Select(v => new PickedItem(v, v))],
                    FilterFieldType.Corporations or FilterFieldType.Alliances => await NameAsync(KindOf(field.Type), parameters.Ids(field.Name), cancellationToken),
                    _ => [],
                },
            });
        }

        return new(name, texts.Say(name + ".title"), isNegated, fields);
    }

    private async Task<IReadOnlyList<PickedItem>> NameAsync(EntityKind kind, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var known = ids.Count == 0 ? [] : (await mediator.Send(new FindEntities([.. ids.Select(id => (kind, id))]), cancellationToken)).ToDictionary(e => e.Id, e => e.Name);
        return
        [
            .. ids.Select(id => new PickedItem(id.ToString(CultureInfo.InvariantCulture), known.GetValueOrDefault(id) ?? id.ToString(CultureInfo.InvariantCulture))
            {
                CorporationId = kind == EntityKind.Corporation ? id : null,
                AllianceId = kind == EntityKind.Alliance ? id : null,
            }),
        ];
    }

    /// <summary>Does what the buttons inside the form ask for: one more filter or block, or one less.</summary>
    private async Task<List<FilterBlockForm>> PressAsync(string pressed, IFormCollection form, List<FilterBlockForm> blocks, CancellationToken cancellationToken)
    {
        switch (pressed.Split(':'))
        {
            case ["block"] when blocks.Count < MostBlocks:
                return [.. blocks, new(blocks.Select(b => b.Number + 1).DefaultIfEmpty().Max(), FilterJoinWord.All, [])];
            case ["add", var block] when At(block) is { } i && judge.Find(form[$"new-{blocks[i].Number}"].ToString()) is { } kind && blocks[i].Filters.Count < MostFilters:
                var filter = await FillAsync(kind.Name, isNegated: false, FilterParameters.None, cancellationToken);
                blocks[i] = blocks[i] with { Filters = [.. blocks[i].Filters, filter with { Number = blocks.SelectMany(b => b.Filters).Select(f => f.Number + 1).DefaultIfEmpty().Max() }] };
                return blocks;
            case ["remove", var block] when At(block) is { } i && blocks.Count > 1:
                blocks.RemoveAt(i);
                return blocks;
            case ["remove", var block, var gone] when At(block) is { } i && Number(gone) is { } number:
                blocks[i] = blocks[i] with { Filters = [.. blocks[i].Filters.Where(f => f.Number != number)] };
                return blocks;
            default:
                return blocks;
        }

        int? At(string text) => Number(text) is { } number && blocks.FindIndex(b => b.Number == number) is var index and >= 0 ? index : null;
    }

    private static Refusal? Judge(FilterField field, IReadOnlyList<string> values) => (field.Type, values) switch
    {
        (_, []) => field.Optional ? null : new Refusal("groupmanagement.smart.field.empty"),
        (FilterFieldType.Number, [var text, ..]) when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < field.Least || number > field.Most =>
            new Refusal("groupmanagement.smart.field.number", field.Least.ToString(CultureInfo.InvariantCulture), field.Most.ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static EntityKind KindOf(FilterFieldType type) => type == FilterFieldType.Alliances ? EntityKind.Alliance : EntityKind.Corporation;

    private static IEnumerable<int> Numbers(IEnumerable<string?> texts) => texts.Select(Number).OfType<int>().Where(n => n < MostNumber).Distinct();

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
