using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Updates;
using AllianceAuth.Shared.Jobs;
using MediatR;

namespace AllianceAuth.EveOnline.Features.LookEarly;

/// <summary>Queues an early look at some characters.</summary>
internal sealed class LookEarlyHandler(IJobQueue jobs) : IRequestHandler<RefreshCharacters>
{
    // The argument must stay short enough for the job table.
    private const int CharactersPerJob = 50;

    public async Task<Unit> Handle(RefreshCharacters request, CancellationToken cancellationToken)
    {
        foreach (var batch in request.Characters.Distinct().Order().Chunk(CharactersPerJob))
        {
            await jobs.EnqueueAsync<UpdateAffiliationsJob>(string.Join(',', batch.Select(id => id.ToString(CultureInfo.InvariantCulture))), priority: 2, cancellationToken: cancellationToken);
        }

        return Unit.Value;
    }
}
