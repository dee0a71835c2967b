using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>Which names groups may bear. Names are decided one after the other, so that nobody reserves one while another takes it.</summary>
internal static class GroupNames
{
    extension(AuthenticationDb db)
    {
        /// <summary>The name itself, or for a reserved one the first of <c>_1</c>, <c>_2</c> … that is neither reserved nor taken. GRP-005.</summary>
        public async Task<string> FindFreeGroupNameAsync(string name, GroupId? bearer, CancellationToken cancellationToken)
        {
            if (!await db.IsReservedAsync(name, cancellationToken))
            {
                return name;
            }

            for (var number = 1; ; number++)
            {
                var suffix = $"_{number}";
                var candidate = name[..Math.Min(name.Length, Group.NameLength - suffix.Length)] + suffix;
                if (!await db.IsReservedAsync(candidate, cancellationToken) && !await db.IsTakenAsync(candidate, bearer, cancellationToken))
                {
                    return candidate;
                }
            }
        }

        /// <summary>Why a group may not bear this name, or null.</summary>
        public async Task<Refusal?> JudgeGroupNameAsync(string name, GroupId? bearer, CancellationToken cancellationToken) => name switch
        {
            "" => new Refusal("authentication.group.noname"),
            { Length: > Group.NameLength } => new Refusal("authentication.group.longname", $"{Group.NameLength}"),
            _ when await db.IsReservedAsync(name, cancellationToken) => new Refusal("authentication.group.reserved", name),
            _ when await db.IsTakenAsync(name, bearer, cancellationToken) => new Refusal("authentication.group.taken", name),
            _ => null,
        };

        private Task<bool> IsReservedAsync(string name, CancellationToken cancellationToken)
        {
            var lower = name.ToLowerInvariant();
            return db.ReservedGroupNames.AnyAsync(r => r.Name == lower, cancellationToken);
        }

        private Task<bool> IsTakenAsync(string name, GroupId? bearer, CancellationToken cancellationToken)
        {
            // The group's own name in another case is no other group's name.
            var own = bearer ?? default;
            return db.Groups.FromSql($"SELECT * FROM authentication.groups WHERE lower(name) = lower({name})").AnyAsync(g => g.Id != own, cancellationToken);
        }
    }
}
