using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.VerifyAccounts;

/// <summary>Asks the engine to look at everybody, on every service that the site is set up for.</summary>
internal sealed class VerifyServiceAccountsHandler(ServicesDb db, ConnectorBook connectors, AccountMarks marks)
    : IRequestHandler<VerifyServiceAccounts, IReadOnlyList<ServiceToVerify>>
{
    public async Task<IReadOnlyList<ServiceToVerify>> Handle(VerifyServiceAccounts request, CancellationToken cancellationToken)
    {
        await marks.SweepAllAsync(cancellationToken);
        var counts = await db.Accounts.GroupBy(a => a.Service).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. connectors.Installed.Select(c => new ServiceToVerify(c.Description.Title, counts.GetValueOrDefault(c.Description.Name)))];
    }
}
