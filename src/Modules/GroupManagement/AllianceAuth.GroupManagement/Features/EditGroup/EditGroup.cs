using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.EditGroup;

/// <summary>Makes a group, or makes it what the form says.</summary>
/// <param name="Wanted">The form as it was sent, without errors.</param>
/// <param name="Current">The group as it was when the form was read.</param>
/// <param name="Actor">Who does it.</param>
internal sealed record EditGroupRequest(GroupFormView Wanted, GroupFormView Current, AccessSnapshot Actor) : IRequest<EditGroupResult>;

/// <summary>The group, or why nothing was done.</summary>
/// <param name="Group">The group.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Field">The field it is about; empty for the whole form.</param>
internal sealed record EditGroupResult(GroupId? Group, Refusal? Refusal, string Field = "");

internal sealed class EditGroupHandler(GroupManagementDb db, GroupBook book, GroupSignals signals, IMediator mediator, TimeProvider clock)
    : IRequestHandler<EditGroupRequest, EditGroupResult>
{
    public async Task<EditGroupResult> Handle(EditGroupRequest request, CancellationToken cancellationToken)
    {
        var (wanted, current) = (request.Wanted, request.Current);
        var isNew = wanted.Id is null;
        var added = isNew ? await mediator.Send(new AddGroup(wanted.Name), cancellationToken) : new AddedGroup(new GroupId(wanted.Id!.Value), null);
        if (added.Group is not { } group)
        {
            return new EditGroupResult(null, added.Refusal, "name");
        }

        if (await SaveSettingsAsync(group, isNew, request, cancellationToken) is { } refusal)
        {
            return new EditGroupResult(null, refusal);
        }

        // The settings and their history are stored; what follows is Authentication's. Each step can be repeated: saving the form again finishes it.
        if (!isNew && wanted.Name != current.Name && !await mediator.Send(new RenameGroup(group, wanted.Name), cancellationToken))
        {
            return new EditGroupResult(null, new Refusal("groupmanagement.edit.nametaken", wanted.Name));
        }

        if (request.Actor.IsSuperuser)
        {
            await mediator.Send(new RestrictGroup(group, wanted.IsRestricted, request.Actor.User), cancellationToken);
            await mediator.Send(new SetGroupPermissions(group, [.. wanted.Permissions], request.Actor.User), cancellationToken);
        }

        await ChangeMembersAsync(group, request, cancellationToken);
        await book.DropAsync(cancellationToken);
        if (await book.FindAsync(group, cancellationToken) is { } rules)
        {
            await signals.RequestsChangedAsync([rules], cancellationToken);
        }

        return new EditGroupResult(group, null);
    }

    private async Task<Refusal?> SaveSettingsAsync(GroupId group, bool isNew, EditGroupRequest request, CancellationToken cancellationToken)
    {
        var (wanted, current) = (request.Wanted, request.Current);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.EnsureGroupAsync(group, cancellationToken);
        var row = await db.Groups.FromSql($"SELECT * FROM groupmanagement.groups WHERE id = {group.Value} FOR UPDATE").SingleAsync(cancellationToken);
        if (!isNew && row.Revision != wanted.Revision)
        {
            return new Refusal("groupmanagement.edit.changed", wanted.Name);
        }

        // A superuser may have restricted it since the form was read.
        if (!isNew && current.MembersRefusal is null && (await book.FindAsync(group, cancellationToken))?.FindMembersRefusal(request.Actor) is { } restricted)
        {
            return restricted;
        }

        // What Authentication changes for us, it records for us: members, permissions, the restriction.
        var trail = new ChangeTrail(db, "groupmanagement", "group", request.Actor.User, clock.GetUtcNow());
        trail.Note("groupmanagement.edit.name", isNew ? "" : current.Name, wanted.Name);
        trail.Note("groupmanagement.column.description", row.Description, wanted.Description);
        trail.Note("groupmanagement.flag.internal", row.IsInternal, wanted.IsInternal);
        trail.Note("groupmanagement.flag.hidden", row.IsHidden, wanted.IsHidden);
        trail.Note("groupmanagement.flag.open", row.IsOpen, wanted.IsOpen);
        trail.Note("groupmanagement.flag.public", row.IsPublic, wanted.IsPublic);
        trail.NoteList("groupmanagement.edit.states", Names(current.States, current.AllStates), Names(wanted.States, wanted.AllStates));
        trail.NoteList("groupmanagement.edit.leaders", current.Leaders.Select(l => l.Text), wanted.Leaders.Select(l => l.Text));
        trail.NoteList("groupmanagement.edit.leadergroups", current.LeaderGroups.Select(l => l.Text), wanted.LeaderGroups.Select(l => l.Text));
        trail.Record(group, wanted.Name, isNew ? ChangeKind.Added : ChangeKind.Changed);
        (row.Description, row.IsInternal, row.IsHidden, row.IsOpen, row.IsPublic) = (wanted.Description, wanted.IsInternal, wanted.IsHidden, wanted.IsOpen, wanted.IsPublic);
        row.States = [.. wanted.States];
        row.Leaders = Numbers(wanted.Leaders);
        row.LeaderGroups = Numbers(wanted.LeaderGroups);
        row.Revision++;
        if (wanted.States.Count > 0)
        {
            db.Raise(new GroupStatesSaved(Guid.CreateVersion7(), clock.GetUtcNow(), group));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private async Task ChangeMembersAsync(GroupId group, EditGroupRequest request, CancellationToken cancellationToken)
    {
        Membership[] joins = [.. request.Wanted.Joins.Select(u => new Membership(u, group))];
        Membership[] leaves = [.. request.Wanted.Leaves.Select(u => new Membership(u, group))];
        if (joins.Length > 0)
        {
            await mediator.Send(new AddToGroups(joins, request.Actor.User, "groupmanagement.cause.admin"), cancellationToken);
        }

        if (leaves.Length > 0)
        {
            await mediator.Send(new RemoveFromGroups(leaves, request.Actor.User, "groupmanagement.cause.admin"), cancellationToken);
        }

        await signals.MembershipsChangedAsync([.. joins.Concat(leaves).Select(m => m.User)], cancellationToken);
    }

    private static IEnumerable<string> Names(IReadOnlyList<int> states, IReadOnlyList<FilterChoice> all) =>
        states.Select(s => all.FirstOrDefault(a => a.Value == s.ToString(CultureInfo.InvariantCulture))?.Text ?? s.ToString(CultureInfo.InvariantCulture));

    private static int[] Numbers(IReadOnlyList<PickedItem> items) => [.. items.Select(i => int.Parse(i.Value, CultureInfo.InvariantCulture))];
}
