using System.Globalization;
using System.Net;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>What every registered model's form takes, refuses and stores.</summary>
public sealed class FormTests(AdminSite site) : IClassFixture<AdminSite>
{
    private const string Records = "/admin/authentication/ownershiprecord/";

    [Fact, Rule("ADM-022")]
    public async Task Nobody_changes_what_EVE_tells_and_everybody_with_the_right_deletes_it()
    {
        await site.CorporationsAsync(97_100_000, 1);
        var root = await site.RootAsync();

        var page = await root.OpenAsync($"{AdminSite.Corporations}97100001/change/");
        var forged = await root.PostAsync($"{AdminSite.Corporations}97100001/change/", [AdminSite.Token(page), new("name", "Forged")]);
        Assert.Null(page.Document.QuerySelector("#item-form button"));
        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);

        var confirm = await root.OpenAsync($"{AdminSite.Corporations}97100001/delete/");
        await confirm.SubmitAsync("#confirm-form", button: "button");
        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM eveonline.corporations WHERE id = 97100001"));
    }

    [Fact, Rule("ADM-020")]
    public async Task A_corporation_is_added_by_its_id_alone_and_says_why_when_it_is_not()
    {
        var root = await site.RootAsync();
        var known = site.Eve.Universe.Corporations.Values.OrderBy(c => c.Id).Last();

        async Task<VisitedPage> AddAsync(string typed) => await (await root.OpenAsync($"{AdminSite.Corporations}add/")).SubmitAsync("#add-entity", new Dictionary<string, string>(StringComparer.Ordinal) { ["entity"] = typed });

        Assert.Contains(site.Say("eveonline.admin.add.empty"), (await AddAsync("0")).AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("eveonline.admin.add.notfound", "98999999"), (await AddAsync("98999999")).AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("eveonline.admin.add.done", known.Name), (await AddAsync(known.Id.ToString(CultureInfo.InvariantCulture))).AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("eveonline.admin.add.exists", known.Name), (await AddAsync(known.Name)).AllText, StringComparison.Ordinal);
        Assert.Equal(known.Name, await site.ReadAsync<string>($"SELECT name FROM eveonline.corporations WHERE id = {known.Id}"));
    }

    [Fact, Rule("ADM-017")]
    public async Task Ownerships_are_not_added_by_hand_and_their_hash_and_character_are_not_changed()
    {
        var (first, second) = (await site.UserAsync(), await site.UserAsync("ownertwo"));
        await site.ExecuteAsync($"INSERT INTO eveonline.characters (id, name) VALUES (96000001, 'Sold Pilot'); INSERT INTO authentication.ownerships (character_id, owner_hash, user_id, since) VALUES (96000001, 'hash-one', {first}, now())");
        var root = await site.RootAsync();
        const string list = "/admin/authentication/characterownership/";

        Assert.Equal(HttpStatusCode.Forbidden, (await root.GetAsync($"{list}add/")).Status);
        var form = await root.OpenAsync($"{list}96000001/change/");
        Assert.Null(form.Document.QuerySelector("[name=hash], [name=character]"));
        var saved = await root.PostAsync($"{list}96000001/change/", [AdminSite.Token(form), AdminSite.Hidden(form, "stamp"), new("user", "ownertwo"), new("hash", "forged"), new("character", "Somebody")]);

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal("hash-one", await site.ReadAsync<string>("SELECT owner_hash FROM authentication.ownerships WHERE character_id = 96000001"));
        Assert.Equal(second.Value, await site.ReadAsync<int>("SELECT user_id FROM authentication.ownerships WHERE character_id = 96000001"));
    }

    [Fact]
    public async Task The_second_of_two_admins_reads_that_it_changed_and_nothing_is_overwritten()
    {
        var (owner, next, last) = (await site.UserAsync(), await site.UserAsync("earlyadmin"), await site.UserAsync("lateadmin"));
        await site.ExecuteAsync($"INSERT INTO authentication.ownerships (character_id, owner_hash, user_id, since) VALUES (96000002, 'hash-two', {owner}, now())");
        var root = await site.RootAsync();
        const string page = "/admin/authentication/characterownership/96000002/change/";
        var (early, late) = (await root.OpenAsync(page), await root.OpenAsync(page));

        await early.SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "earlyadmin" });
        var refused = await late.SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "lateadmin" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(site.Say("admin.form.changed"), refused.AllText, StringComparison.Ordinal);
        Assert.Equal(next.Value, await site.ReadAsync<int>("SELECT user_id FROM authentication.ownerships WHERE character_id = 96000002"));
        Assert.NotEqual(last, owner);
    }

    [Fact]
    public async Task A_form_that_was_sent_twice_adds_once()
    {
        await site.UserAsync("twiceadded");
        await site.ExecuteAsync("INSERT INTO eveonline.characters (id, name) VALUES (96000003, 'Twice Clicked')");
        var root = await site.RootAsync();
        var form = await root.OpenAsync($"{Records}add/");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["character"] = "Twice Clicked", ["hash"] = "hash-three", ["user"] = "twiceadded" };

        await Task.WhenAll(form.SubmitAsync("#item-form", fields), form.SubmitAsync("#item-form", fields));

        Assert.Equal(1, await site.ReadAsync<long>("SELECT count(*) FROM authentication.ownership_records WHERE owner_hash = 'hash-three'"));
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_nothing_is_stored()
    {
        var root = await site.RootAsync();
        var form = await root.OpenAsync($"{Records}add/");

        var again = await form.SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "nobody at all", ["hash"] = new string('x', 300) });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains(site.Say("admin.form.unknown", "nobody at all"), again.Text("#field-user-wrap"), StringComparison.Ordinal);
        Assert.Contains(site.Say("admin.form.toolong", "254"), again.Text("#field-hash-wrap"), StringComparison.Ordinal);
        Assert.Contains(site.Say("admin.form.required"), again.Text("#field-character-wrap"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/eveonline/nothing/")]
    [InlineData("/admin/authentication/ownershiprecord/99999999/change/")]
    [InlineData("/admin/authentication/ownershiprecord/not-a-number/change/")]
    [InlineData("/admin/authentication/ownershiprecord/99999999/delete/")]
    [InlineData("/admin/authentication/ownershiprecord/99999999/history/")]
    [InlineData("/admin/runs/00000000-0000-0000-0000-000000000000/")]
    public async Task What_is_not_there_is_not_found(string address)
    {
        var root = await site.RootAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync(address)).Status);
    }

    [Fact, Rule("ADM-021")]
    public async Task Factions_are_chosen_among_those_with_a_militia()
    {
        var root = await site.RootAsync();

        var form = await root.OpenAsync("/admin/eveonline/evefactioninfo/add/");
        var offered = form.Document.QuerySelectorAll("select[name=entity] option").Select(o => o.GetAttribute("value")).Where(v => v is { Length: > 0 }).ToList();

        Assert.Contains("500001", offered);
        Assert.DoesNotContain("500006", offered);
        var without = await root.PostAsync("/admin/eveonline/evefactioninfo/add/", [AdminSite.Token(form), new("entity", "500006")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
    }

    [Fact]
    public async Task A_form_whose_saving_failed_may_be_sent_again_and_is_then_added()
    {
        await site.UserAsync("failedonce");
        await site.ExecuteAsync(
            """
            INSERT INTO eveonline.characters (id, name) VALUES (96000030, 'Failed Once');
            CREATE FUNCTION authentication.fail_once() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END';
            CREATE TRIGGER fail_once BEFORE INSERT ON authentication.ownership_records FOR EACH ROW WHEN (NEW.owner_hash = 'hash-failed') EXECUTE FUNCTION authentication.fail_once();
            """);
        var root = await site.RootAsync();
        var form = await root.OpenAsync($"{Records}add/");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["character"] = "Failed Once", ["hash"] = "hash-failed", ["user"] = "failedonce" };
        Assert.Equal(HttpStatusCode.InternalServerError, (await form.SubmitAsync("#item-form", fields)).Status);

        await site.ExecuteAsync("DROP FUNCTION authentication.fail_once() CASCADE");
        await form.SubmitAsync("#item-form", fields);

        Assert.Equal(1, await site.ReadAsync<long>("SELECT count(*) FROM authentication.ownership_records WHERE owner_hash = 'hash-failed'"));
    }

    [Fact]
    public async Task Names_are_suggested_only_to_who_may_send_a_form_that_takes_them()
    {
        var name = AdminSite.Unique("suggested");
        await site.UserAsync(name);
        var (nobody, _) = await site.StaffAsync();
        var (other, _) = await site.StaffAsync("django_celery_beat.view_periodictask", "authentication.view_ownershiprecord");
        var (keeper, _) = await site.StaffAsync("authentication.change_ownershiprecord");
        var address = $"/admin/suggest/user/?field=user&user={name}";

        var suggested = await keeper.GetAsync(address);

        Assert.Contains(name, suggested.Body, StringComparison.Ordinal);
        foreach (var stranger in new[] { nobody, other })
        {
            var refused = await stranger.GetAsync(address);
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.DoesNotContain(name, refused.Body, StringComparison.Ordinal);
        }
    }
}
