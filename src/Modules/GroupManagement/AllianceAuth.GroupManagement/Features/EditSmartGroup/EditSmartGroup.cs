using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.EditSmartGroup;

/// <summary>What saving a form would do to everybody. Nothing is changed.</summary>
/// <param name="View">A sound form.</param>
/// <param name="Listing">Whose names come along.</param>
internal sealed record PreviewSmartGroupRequest(SmartGroupFormView View, DifferenceListing Listing) : IRequest<SmartPreviewView>;

internal sealed class PreviewSmartGroupHandler(SmartGroupReader reader, IMediator mediator, TimeProvider clock) : IRequestHandler<PreviewSmartGroupRequest, SmartPreviewView>
{
    private const int MostNames = 20;

    public async Task<SmartPreviewView> Handle(PreviewSmartGroupRequest request, CancellationToken cancellationToken)
    {
        var group = SmartGroupEdit.Of(request.View).Group;
        var picture = await reader.ReadAsync([group], users: null, clock.GetUtcNow(), cancellationToken);
        var forecast = picture.Forecast(group);
        Membership[] joins = [.. forecast.Joining.Select(u => new Membership(u, group.Id))];
        Membership[] leaves = [.. forecast.Leaving.Select(u => new Membership(u, group.Id))];
        var shown = forecast.Joining.Take(MostNames).Concat(forecast.Leaving.Take(MostNames)).ToList();
        var names = (await mediator.Send(new FindUsers(shown), cancellationToken)).ToDictionary(u => u.User, u => u.Name);
        var difference = await mediator.Send(new PreviewMemberships(joins, leaves) { Listing = request.Listing }, cancellationToken);
        return new(
            joins.Length,
            leaves.Length,
            forecast.Passing,
            forecast.Unknown,
            [.. forecast.Joining.Take(MostNames).Select(u => names.GetValueOrDefault(u, u.ToString()))],
            [.. forecast.Leaving.Take(MostNames).Select(u => names.GetValueOrDefault(u, u.ToString()))],
            new AccessPreviewView("smart-access", "smart-form", SmartGroupPath.Of(request.View)) { Difference = difference, Listing = request.Listing });
    }
}

/// <summary>Makes a group smart, or changes its filters, and looks at everybody at once.</summary>
/// <param name="View">A sound form.</param>
/// <param name="SeenJoining">How many would join, as the sender saw it.</param>
/// <param name="SeenLeaving">How many would leave, as the sender saw it.</param>
/// <param name="Actor">Who does it.</param>
internal sealed record EditSmartGroupRequest(SmartGroupFormView View, int SeenJoining, int SeenLeaving, AccessSnapshot Actor) : IRequest<EditSmartGroupResult>;

/// <summary>What became of it: what was done, why it was not, or that the sender has to look first. Exactly one is set.</summary>
internal sealed record EditSmartGroupResult(SmartOutcome? Outcome = null, (string Field, Refusal Refusal)? Refused = null, bool MustLook = false);

internal sealed class EditSmartGroupHandler(
    GroupManagementDb db, GroupBook book, FilterJudge judge, FilterWords words, SmartGroupReader reader, SmartGroupKeeper keeper, TimeProvider clock)
    : IRequestHandler<EditSmartGroupRequest, EditSmartGroupResult>
{
    public async Task<EditSmartGroupResult> Handle(EditSmartGroupRequest request, CancellationToken cancellationToken)
    {
        await using var hold = await KeepingLock.TakeAsync(db, cancellationToken);
        var edit = SmartGroupEdit.Of(request.View);
        var group = await db.SmartGroups.SingleOrDefaultAsync(g => g.Id == edit.Group.Id, cancellationToken);
        if (await FindRefusalAsync(request, edit, group, cancellationToken) is { } refusal)
        {
            return new(Refused: refusal);
        }

        // Whoever saves agrees to what they saw, and to no more.
        var picture = await reader.ReadAsync([edit.Group], users: null, clock.GetUtcNow(), cancellationToken);
        var forecast = picture.Forecast(edit.Group);
        db.ChangeTracker.Clear();
        if (forecast.Leaving.Count > request.SeenLeaving || forecast.Joining.Count > request.SeenJoining)
        {
            return new(MustLook: true);
        }

        await StoreAsync(request, edit, cancellationToken);
        await book.DropAsync(cancellationToken);
        return new(await keeper.KeepAsync(users: null, edit.Group.Id, forecast.Leaving.ToHashSet(), cancellationToken));
    }

    private async Task StoreAsync(EditSmartGroupRequest request, SmartGroupEdit edit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var group = await db.SmartGroups.SingleOrDefaultAsync(g => g.Id == edit.Group.Id, cancellationToken);
        var isNew = group is null;
        var trail = new ChangeTrail(db, "groupmanagement", "smartgroup", request.Actor.User, now);
        trail.Note("groupmanagement.smart.mode", group?.Mode.ToString() ?? "", edit.Group.Mode.ToString());
        trail.Note("groupmanagement.smart.gracedays", group?.GraceDays ?? 0, edit.Group.GraceDays);
        trail.Note(
            "groupmanagement.smart.filters",
            group is null ? "" : await words.SayAsync(group.Expression, cancellationToken),
            await words.SayAsync(edit.Group.Expression, cancellationToken));
        if (group is null)
        {
            db.SmartGroups.Add(group = edit.Group);
        }
        else
        {
            (group.Mode, group.GraceDays, group.Expression) = (edit.Group.Mode, edit.Group.GraceDays, edit.Group.Expression);
        }

        group.Revision++;
        trail.Record(group.Id.Value, request.View.Name, isNew ? ChangeKind.Added : ChangeKind.Changed);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<(string Field, Refusal Refusal)?> FindRefusalAsync(
        EditSmartGroupRequest request, SmartGroupEdit edit, SmartGroup? group, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(edit.Group.Id, cancellationToken) is not { } rules || rules.IsAutomatic)
        {
            return ("group", new Refusal("groupmanagement.smart.group.missing"));
        }

        if (rules.FindMembersRefusal(request.Actor) is { } restricted)
        {
            return ("", restricted);
        }

        if (request.View.IsNew ? group is not null : group is null || group.Revision != request.View.Revision)
        {
            return ("", new Refusal("groupmanagement.smart.changed"));
        }

        var others = await db.SmartGroups.AsNoTracking().Where(g => g.Id != edit.Group.Id).ToListAsync(cancellationToken);
        var looksAt = others.Append(edit.Group).ToDictionary(
            g => g.Id,
            IReadOnlyList<GroupId> (g) => [.. g.Expression.Leaves.SelectMany(l => judge.Find(l.Kind)?.GroupsOf(l.Parameters) ?? [])]);
        if (FilterCircle.Find(edit.Group.Id, looksAt) is { } circle)
        {
            var names = (await book.ReadAsync(cancellationToken)).Groups.ToDictionary(g => g.Id, g => g.Name);
            return ("", new Refusal("groupmanagement.smart.circle", string.Join(" → ", circle.Select(g => names.GetValueOrDefault(g, g.ToString())))));
        }

        return null;
    }
}

/// <summary>A smart group as a form would make it.</summary>
internal sealed record SmartGroupEdit(SmartGroup Group)
{
    public static SmartGroupEdit Of(SmartGroupFormView view) => new(new SmartGroup(new GroupId(view.GroupId!.Value))
    {
        Mode = view.IsAutomatic ? SmartGroupMode.Automatic : SmartGroupMode.Gate,
        GraceDays = int.Parse(view.GraceDays, CultureInfo.InvariantCulture),
        Expression = SmartGroupForms.ExpressionOf(view),
    });
}

/// <summary>Addresses of the form.</summary>
internal static class SmartGroupPath
{
    public const string List = "/admin/groupmanagement/smartgroup/";

    public static string Of(SmartGroupFormView view) =>
        view.IsNew ? $"{List}add/" : string.Create(CultureInfo.InvariantCulture, $"{List}{view.GroupId}/change/");
}
