using System.Diagnostics;
using System.Globalization;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Connectors.Mumble.Ice;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>How long the Mumble server waits for the site at each login: the first one after a start of the site, and all that follow.</summary>
internal sealed class MumbleMeasurement(int seconds) : IMeasurement
{
    private const int Pilots = 1000;
    private const int PerSecond = 200;
    private const double MostMilliseconds = 5;
    private const string Password = "bench-flying-brick";

    public string Name => "mumble";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        await FillAsync(stage, cancellationToken);
        await using var mumble = new PlayedMumble();
        await using var site = await stage.StartSiteAsync(cancellationToken, changes: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Mumble:Url"] = "mumble.example.test",
            ["Mumble:IcePort"] = mumble.Port.ToString(CultureInfo.InvariantCulture),
            ["Mumble:IceSecret"] = PlayedMumble.Secret,
        });
        await using var connection = await mumble.ConnectAsync(cancellationToken);

        // The Mumble server asks one after the other, as here.
        var first = await AskAllAsync(mumble, connection, cancellationToken);
        figures.Add(new Figure(Name, "first login of a pilot after a start: median", Median(first), "ms") { Note = "the password's slow hash is computed once" });
        var later = await AskAllAsync(mumble, connection, cancellationToken);
        figures.Add(new Figure(Name, "later login, one after the other: median", Median(later), "ms") { Bound = Bound.AtMost(MostMilliseconds) });
        var times = await PaceAsync(mumble, connection, cancellationToken);
        figures.Add(new Figure(Name, $"login at {PerSecond}/s: median", Median(times), "ms") { Bound = Bound.AtMost(MostMilliseconds) });
        figures.Add(new Figure(Name, $"login at {PerSecond}/s: p99", times[(int)Math.Ceiling(times.Length * 0.99) - 1], "ms") { Bound = Bound.AtMost(MostMilliseconds), Note = "each asked at its time, whether those before it were answered or not" });
        await stage.ExecuteAsync($"TRUNCATE services.mumble_users; DELETE FROM authentication.state_permissions WHERE permission = '{MumblePermissions.Access}'", cancellationToken);
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }

    private static async Task<double[]> AskAllAsync(PlayedMumble mumble, IceConnection connection, CancellationToken cancellationToken)
    {
        var times = new double[Pilots];
        for (var i = 0; i < Pilots; i++)
        {
            times[i] = await LogInAsync(mumble, connection, i, Stopwatch.GetTimestamp(), cancellationToken);
        }

        return times;
    }

    private static async Task FillAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        var hash = new MumblePasswords().Hash(Password);
        await stage.ExecuteAsync(
            $"""
            INSERT INTO services.mumble_users (user_id, login_name, name_key, password_hash, hash_function, display_name, groups)
            SELECT id, 'Pilot_' || n, 'pilot_' || n, '{hash}', '{MumblePasswords.Pbkdf2}', '[BENCH]Pilot ' || n, ARRAY['Member', 'Group-1', 'Group-2', 'Group-3']
            FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM authentication.users WHERE is_active AND main_character_id IS NOT NULL) u;
            INSERT INTO authentication.state_permissions (state_id, permission) VALUES (3, '{MumblePermissions.Access}');
            ANALYZE services.mumble_users;
            """,
            cancellationToken);
    }

    private static async Task<double> LogInAsync(PlayedMumble mumble, IceConnection connection, int pilot, long sent, CancellationToken cancellationToken)
    {
        var answer = await mumble.AuthenticateAsync(connection, $"Pilot_{pilot}", Password, cancellationToken);
        return answer > 0 ? Stopwatch.GetElapsedTime(sent).TotalMilliseconds : throw new BenchmarkException($"Pilot {pilot} got {answer}.");
    }

    private async Task<double[]> PaceAsync(PlayedMumble mumble, IceConnection connection, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var asked = new Task<double>[PerSecond * seconds];
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < asked.Length; i++)
        {
            var due = start + (i * Stopwatch.Frequency / PerSecond);
            while (Stopwatch.GetTimestamp() < due)
            {
                await beat.WaitForNextTickAsync(cancellationToken);
            }

            // From its sending: how late this clock ticks is not what a Mumble server waits for.
            asked[i] = LogInAsync(mumble, connection, i % Pilots, Stopwatch.GetTimestamp(), cancellationToken);
        }

        return await Task.WhenAll(asked);
    }
}
