using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Results;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication;

/// <summary>
/// Reserved names of groups in the administration. They are kept here, where names are given, and administered under the name that
/// Alliance Auth gave the model. GRP-007, GRP-008.
/// </summary>
internal static class ReservedNamesAdmin
{
    public static void Add(IServiceCollection services) =>
        services.AddAdmin<AuthenticationDb, ReservedGroupName>("groupmanagement", "reservedgroupname", admin => admin
            .Named("authentication.reserved.title", "authentication.reserved.single")
            .Icon("fa-solid fa-ban")
            .Column("authentication.reserved.name", r => r.Name, c => c.Head())
            .Column("authentication.reserved.why", r => r.Reason, c => c.OnlyWide())
            .Column("authentication.reserved.by", r => r.CreatedBy)
            .Column("authentication.reserved.at", r => r.CreatedAt)
            .Search(r => r.Name)
            .OrderBy(r => r.Name)
            .Field("authentication.reserved.name", r => r.Name, f => f.Help("authentication.reserved.name.help").Required())
            .Field("authentication.reserved.why", r => r.Reason, f => f.Rows(3).Required())
            .Create(work => new ReservedGroupName("", "", work.Actor?.UserName ?? "", work.Now))
            .Validate(async (work, reserved, cancellationToken) =>
            {
                // Nobody takes the name while it is judged; held until the framework's transaction ends.
                if (work.Db.Database.CurrentTransaction is not null)
                {
                    await work.Db.HoldGroupsAsync(cancellationToken);
                }

                reserved.Name = ReservedGroupName.SpellingOf(reserved.Name);
                return await work.Db.JudgeGroupNameAsync(reserved.Name, bearer: null, cancellationToken) is { } refusal
                    ? [("name", refusal.Code == "authentication.group.taken" ? new Refusal("authentication.reserved.taken", reserved.Name) : refusal)]
                    : [];
            })
            .NoChange());
}
