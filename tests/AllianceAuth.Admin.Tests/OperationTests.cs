using System.Net;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>What superusers see of the site itself, and what they may do to it.</summary>
public sealed class OperationTests(AdminSite site) : IClassFixture<AdminSite>
{
    [Fact]
    public async Task Settings_are_for_superusers_and_name_no_secret()
    {
        var root = await site.RootAsync();
        var (staff, _) = await site.StaffAsync("django_celery_beat.view_periodictask");

        var page = await root.OpenAsync("/admin/settings/");

        Assert.Contains("Sso:ClientId", page.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated-secret", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(AppFixture.MasterKey, page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync("/admin/settings/")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync("/admin/outbox/")).Status);
    }

    [Fact]
    public async Task A_job_is_started_by_hand_once_however_often_it_is_asked_for()
    {
        var root = await site.RootAsync();
        var (viewer, _) = await site.StaffAsync("django_celery_beat.view_periodictask");
        var page = await root.OpenAsync("/admin/jobs/");
        Assert.Contains("admin.clean-up", page.Text("#jobs"), StringComparison.Ordinal);

        await root.PostAsync("/admin/jobs/run/", [AdminSite.Token(page), new("job", "admin.clean-up")]);
        await Eventually.TrueAsync(async () => await site.ReadAsync<long>("SELECT count(*) FROM platform.job_history WHERE name = 'admin.clean-up'") > 0, "the job to run");

        Assert.Equal(HttpStatusCode.NotFound, (await root.PostAsync("/admin/jobs/run/", [AdminSite.Token(page), new("job", "no.such-job")])).Status);
        var own = await viewer.OpenAsync("/admin/jobs/");
        Assert.Null(own.Document.QuerySelector("form[action='/admin/jobs/run/']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/admin/jobs/run/", [new("job", "admin.clean-up")])).Status);
    }

    [Fact]
    public async Task A_stuck_event_is_seen_tried_again_or_given_up_with_a_trace()
    {
        await site.ExecuteAsync("INSERT INTO eveonline.outbox (id, name, payload, occurred_at, attempts, next_attempt_at, last_error) VALUES ('01900000-0000-7000-8000-000000000001', 'eveonline.never-heard-of.v1', '{}', now(), 10, now(), 'InvalidOperationException: nobody knows it')");
        var root = await site.RootAsync();
        var page = await root.OpenAsync("/admin/outbox/");
        Assert.Contains("nobody knows it", page.AllText, StringComparison.Ordinal);

        await root.PostAsync("/admin/outbox/drop/", [AdminSite.Token(page), new("schema", "eveonline"), new("event", "01900000-0000-7000-8000-000000000001")]);
        await site.DeliverEventsAsync();

        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM eveonline.outbox WHERE name = 'eveonline.never-heard-of.v1'"));
        Assert.Equal(1, await site.ReadAsync<long>("SELECT count(*) FROM admin.changes WHERE cause = 'admin.outbox.dropped' AND kind = 'Deleted'"));
    }

    [Fact]
    public async Task A_change_that_is_told_twice_is_kept_once()
    {
        var told = new Shared.Changes.ChangeRecorded(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, "authentication", "state", "3", "Member", Shared.Changes.ChangeKind.Changed, [], null);

        for (var i = 0; i < 2; i++)
        {
            await site.DoAsync(async s => await s.GetRequiredService<MediatR.IMediator>().Publish(told));
        }

        Assert.Equal(1, await site.ReadAsync<long>($"SELECT count(*) FROM admin.changes WHERE event_id = '{told.EventId}'"));
    }

    [Fact]
    public async Task Who_has_a_stuck_event_tried_again_is_in_the_history()
    {
        await site.ExecuteAsync("INSERT INTO eveonline.outbox (id, name, payload, occurred_at, attempts, next_attempt_at, last_error) VALUES ('01900000-0000-7000-8000-000000000002', 'eveonline.never-told.v1', '{}', now(), 10, now(), 'InvalidOperationException: nobody knows it')");
        var root = await site.RootAsync();
        var page = await root.OpenAsync("/admin/outbox/");

        await root.PostAsync("/admin/outbox/retry/", [AdminSite.Token(page), new("schema", "eveonline"), new("event", "01900000-0000-7000-8000-000000000002")]);
        await root.PostAsync("/admin/outbox/retry/", [AdminSite.Token(page), new("schema", "eveonline"), new("event", "01900000-0000-7000-8000-00000000000f")]);

        await Eventually.TrueAsync(async () => await site.ReadAsync<long>("SELECT count(*) FROM admin.changes WHERE cause = 'admin.outbox.again' AND name = 'eveonline.never-told.v1' AND actor IS NOT NULL") == 1, "the history");
        Assert.Equal(1, await site.ReadAsync<long>("SELECT count(*) FROM admin.changes WHERE cause = 'admin.outbox.again'"));
    }
}
