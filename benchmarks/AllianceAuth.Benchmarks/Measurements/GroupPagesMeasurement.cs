using System.Globalization;
using AllianceAuth.Benchmarks.Load;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>The pages of groups, asked for fifty times a second by one who manages them all: their statements and their slowest answers.</summary>
internal sealed class GroupPagesMeasurement(int seconds) : IMeasurement
{
    private const int PerSecond = 50;
    private const double MostMilliseconds = 100;
    private const int MostStatements = 4;

    private static readonly string[] Pages =
    [
        "/groups/",
        "/groupmanagement/requests/",
        "/groupmanagement/membership/",
        $"/groupmanagement/membership/{LargeAlliance.LargestGroup}/",
        $"/groupmanagement/membership/{LargeAlliance.LargestGroup}/audit-log/",
    ];

    public string Name => "groups";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        string cookies;
        await stage.ExecuteAsync(Manager("INSERT INTO authentication.user_permissions (permission, user_id) SELECT 'auth.group_management', id FROM authentication.users WHERE"), cancellationToken);
        await using (var site = await stage.StartSiteAsync(cancellationToken))
        {
            using var leader = new Browser(site.Address);
            await leader.SignInAsync(BenchStage.Pilot, cancellationToken);
            cookies = leader.Cookies;
            foreach (var page in Pages)
            {
                var p99 = await new PacedLoad(PerSecond, seconds).RunAsync(new Uri(site.Address, page), cookies, cancellationToken);
                figures.Add(new Figure(Name, $"{page}: p99", p99, "ms") { Bound = Bound.AtMost(MostMilliseconds), Note = $"at {PerSecond} requests/s" });
            }
        }

        await using var talkative = await stage.StartSiteAsync(cancellationToken, "Development");
        using var browser = new Browser(talkative.Address);
        browser.TakeOver(cookies);
        foreach (var page in Pages)
        {
            var opened = await browser.GetAsync(page, cancellationToken);
            figures.Add(new Figure(Name, $"{page}: SQL statements", opened.Statements!.Value, "") { Bound = Bound.AtMost(MostStatements), Note = $"{opened.Length / 1024.0:N0} kB" });
        }

        await stage.ExecuteAsync(Manager("DELETE FROM authentication.user_permissions USING authentication.users WHERE user_id = id AND"), cancellationToken);
    }

    private static string Manager(string sql) => $"{sql} main_character_id = {BenchStage.Pilot.ToString(CultureInfo.InvariantCulture)}";
}
