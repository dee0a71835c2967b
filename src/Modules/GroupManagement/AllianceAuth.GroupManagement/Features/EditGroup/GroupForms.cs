using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.EditGroup;

/// <summary>Draws the form of a group, and reads it back with what is wrong in it.</summary>
internal sealed class GroupForms(GroupManagementDb db, GroupBook book, IAdminNames names, IEnumerable<IModule> modules, IMediator mediator)
{
    /// <summary>The form of a group as it is; null when there is no such group.</summary>
    public async Task<GroupFormView?> FindAsync(GroupId? id, AccessSnapshot reader, CancellationToken cancellationToken)
    {
        if (id is not { } group)
        {
            return await FrameAsync(new GroupFormView(null, 0, "", ""), reader, cancellationToken);
        }

        if (await book.FindAsync(group, cancellationToken) is not { } rules)
        {
            return null;
        }

        var revision = await db.Groups.Where(g => g.Id == group).Select(g => g.Revision).SingleOrDefaultAsync(cancellationToken);
        var granted = await mediator.Send(new FindGroupPermissions([group]), cancellationToken);
        var view = new GroupFormView(group.Value, revision, rules.Name, rules.Description)
        {
            IsInternal = rules.IsInternal,
            IsHidden = rules.IsHidden,
            IsOpen = rules.IsOpen,
            IsPublic = rules.IsPublic,
            IsRestricted = rules.IsRestricted,
            IsAutomatic = rules.IsAutomatic,
            MembersRefusal = rules.FindMembersRefusal(reader),
            States = [.. rules.States.Select(s => s.Value)],
            Leaders = await UsersAsync(rules.Leaders, cancellationToken),
            LeaderGroups = await GroupsAsync(rules.LeaderGroups, cancellationToken),
            Permissions = granted.GetValueOrDefault(group) ?? [],
        };
        return await FrameAsync(await WithMembersAsync(view, cancellationToken), reader, cancellationToken);
    }

    /// <summary>What was sent, over the group as it is; null when there is no such group. Ids that mean nothing are errors, not ignored.</summary>
    public async Task<GroupFormView?> ReadAsync(GroupId? id, IFormCollection form, AccessSnapshot reader, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, reader, cancellationToken) is not { } current)
        {
            return null;
        }

        var errors = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        var typed = new Dictionary<string, string>(StringComparer.Ordinal);
        var leaders = await PickedAsync(AdminReferenceKind.User, "leaders", form, typed, cancellationToken);
        var leaderGroups = await PickedAsync(AdminReferenceKind.Group, "leadergroups", form, typed, cancellationToken);
        var members = await PickedAsync(AdminReferenceKind.User, "members", form, typed, cancellationToken);
        foreach (var (field, unknown) in typed)
        {
            errors[field] = new Refusal("groupmanagement.edit.unknown", unknown);
        }

        var states = Numbers(form["states"]).Where(s => current.AllStates.Any(known => known.Value == s.ToString(CultureInfo.InvariantCulture))).ToList();
        var view = current with
        {
            Revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0,
            Name = form["name"].ToString().Trim(),
            Description = form["description"].ToString().ReplaceLineEndings("\n").Trim(),
            IsInternal = form["internal"] == "true",
            IsHidden = form["hidden"] == "true",
            IsOpen = form["open"] == "true",
            IsPublic = form["public"] == "true",
            States = states,
            Leaders = await UsersAsync([.. leaders.Select(i => new UserId(i))], cancellationToken),
            LeaderGroups = await GroupsAsync([.. leaderGroups.Select(i => new GroupId(i)).Where(g => g != id)], cancellationToken),
            Members = await UsersAsync([.. members.Select(i => new UserId(i))], cancellationToken),
            // Only a form that listed the members can take one out.
            MembersBefore = [.. Numbers(form["members_were"].ToString().Split(',')).Distinct().Select(i => i.ToString(CultureInfo.InvariantCulture))],
            IsRestricted = reader.IsSuperuser ? form["restricted"] == "true" : current.IsRestricted,
            Permissions = reader.IsSuperuser && form.ContainsKey("permissions_listed") ? [.. form["permissions"].OfType<string>()] : current.Permissions,
            Typed = typed,
        };
        view = current.MembersRefusal is null ? view : view.AdmittingAs(current);
        await JudgeAsync(view, current, form, reader, errors, cancellationToken);
        return view with { Errors = errors };
    }

    private async Task JudgeAsync(
        GroupFormView view, GroupFormView current, IFormCollection form, AccessSnapshot reader, Dictionary<string, Refusal> errors, CancellationToken cancellationToken)
    {
        if ((view.Id is null || view.Name != current.Name)
            && await mediator.Send(new JudgeGroupName(view.Name, view.Id is { } id ? new GroupId(id) : null), cancellationToken) is { } refusal)
        {
            errors["name"] = refusal;
        }

        if (view.Description.Length > SelfServiceGroup.DescriptionLength)
        {
            errors["description"] = new Refusal("groupmanagement.edit.longdescription", $"{SelfServiceGroup.DescriptionLength}");
        }

        if (!reader.IsSuperuser && (form.ContainsKey("permissions") || form.ContainsKey("permissions_listed") || form.ContainsKey("restricted")))
        {
            // The form staff get has no such fields: this one was made by hand.
            errors[""] = new Refusal("groupmanagement.edit.superuseronly");
        }

        if (current.MembersRefusal is { } restricted && (view.Joins.Count + view.Leaves.Count > 0 || GroupFormView.AdmittingFields.Any(form.ContainsKey)))
        {
            errors["members"] = restricted;
        }
    }

    private async Task<GroupFormView> WithMembersAsync(GroupFormView view, CancellationToken cancellationToken)
    {
        var page = await mediator.Send(
            new ListGroupMembers(new GroupId(view.Id!.Value), Search: null, GroupMemberSort.Name, Descending: false, Skip: 0, GroupFormView.MostMembers), cancellationToken);
        var listed = page.Total > GroupFormView.MostMembers ? [] : page.Members;
        return view with
        {
            MemberCount = page.Total,
            Members = [.. listed.Select(m => new PickedItem(m.User.ToString(), m.Name) { CharacterId = m.Main?.CharacterId })],
            MembersBefore = [.. listed.Select(m => m.User.ToString())],
        };
    }

    private async Task<GroupFormView> FrameAsync(GroupFormView view, AccessSnapshot reader, CancellationToken cancellationToken)
    {
        var (change, second) = view.Id is null
            ? (GroupManagementPermissions.AddAuthGroup, GroupManagementPermissions.AddGroup)
            : (GroupManagementPermissions.ChangeAuthGroup, GroupManagementPermissions.ChangeGroup);
        return view with
        {
            AllStates = [.. (await mediator.Send(new FindStates(), cancellationToken)).Select(s => new FilterChoice(s.State.ToString(), s.Name))],
            AllGroups = [.. (await book.ReadAsync(cancellationToken)).Groups.Where(g => g.Id.Value != view.Id).Select(g => g.Name)],
            AllPermissions = [.. modules.SelectMany(m => m.Permissions).DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal)],
            IsSuperuser = reader.IsSuperuser,
            MaySave = reader.Has(change) && reader.Has(second),
            MayDelete = view.Id is not null && reader.Has(GroupManagementPermissions.DeleteAuthGroup) && reader.Has(GroupManagementPermissions.DeleteGroup)
                && view.MembersRefusal is null,
        };
    }

    /// <summary>Ticked ids, and names that were typed: one, or several with commas between them.</summary>
    private async Task<List<int>> PickedAsync(
        AdminReferenceKind kind, string field, IFormCollection form, Dictionary<string, string> unknown, CancellationToken cancellationToken)
    {
        var picked = Numbers(form[field]).ToList();
        List<string> left = [];
        foreach (var text in form[$"{field}_add"].OfType<string>().Select(t => t.Trim()).Where(t => t.Length > 0))
        {
            // As a whole first: a group may have a comma in its name.
            string[] several = text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (var name in several.Length > 1 && await names.PickAsync(kind, text, cancellationToken) is not null ? [text] : several)
            {
                if (await names.PickAsync(kind, name, cancellationToken) is { } found)
                {
                    picked.Add((int)found.Id);
                }
                else
                {
                    left.Add(name);
                }
            }
        }

        if (left.Count > 0)
        {
            unknown[field] = string.Join(", ", left);
        }

        return [.. picked.Distinct()];
    }

    /// <summary>Whoever does not exist is left out: a form that was open while they were deleted can be saved all the same.</summary>
    private async Task<IReadOnlyList<PickedItem>> UsersAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        users.Count == 0
            ? []
            :
            [
                .. (await mediator.Send(new FindUsers(users), cancellationToken))
                    .OrderBy(u => u.UserName, StringComparer.CurrentCultureIgnoreCase)
                    .Select(u => new PickedItem(u.User.ToString(), u.Name) { CharacterId = u.Main?.CharacterId }),
            ];

    private async Task<IReadOnlyList<PickedItem>> GroupsAsync(IReadOnlyList<GroupId> groups, CancellationToken cancellationToken)
    {
        var all = await book.ReadAsync(cancellationToken);
        return
        [
            .. groups.Select(all.Find).OfType<GroupRules>()
                .OrderBy(g => g.Name, StringComparer.CurrentCultureIgnoreCase)
                .Select(g => new PickedItem(g.Id.ToString(), g.Name)),
        ];
    }

    private static IEnumerable<int> Numbers(IEnumerable<string?> values) =>
        values.Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(n => n > 0);
}
