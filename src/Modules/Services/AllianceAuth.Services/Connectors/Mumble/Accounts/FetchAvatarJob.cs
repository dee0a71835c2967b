using System.Globalization;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Accounts;

/// <summary>Fetches a portrait for Mumble; its argument is the character. Logins only ever see what is stored. MUM-051.</summary>
internal sealed class FetchAvatarJob(ServicesDb db, IHttpClientFactory clients, IOptions<MumbleSettings> settings, TimeProvider clock) : IBackgroundJob
{
    public const string HttpClientName = "mumble-avatars";

    public static readonly JobDefinition Definition = new("services.mumble.fetch-avatar") { Priority = 8, Retries = 1 };

    /// <summary>How long a portrait is shown before it is asked for again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    // Mumble sends pictures to everybody; its own limit is 128 KiB.
    private const int Largest = 128 * 1024;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (!settings.Value.Avatars || !long.TryParse(run.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var character))
        {
            run.Summary = "Avatars are switched off.";
            return;
        }

        var address = settings.Value.AvatarUrl.Replace(MumbleSettings.CharacterPlace, character.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var answer = await clients.CreateClient(HttpClientName).GetAsync(new Uri(address), cancellationToken);
        // A character without a portrait is asked for again tomorrow; any other failure by the job's own tries.
        var picture = answer.StatusCode is System.Net.HttpStatusCode.NotFound ? [] : await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
        if (picture.Length > Largest)
        {
            picture = [];
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.mumble_avatars (character_id, picture, fetched_at) VALUES ({character}, {picture}, {clock.GetUtcNow()})
            ON CONFLICT (character_id) DO UPDATE SET picture = excluded.picture, fetched_at = excluded.fetched_at
            """,
            cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{picture.Length} bytes.");
    }
}
