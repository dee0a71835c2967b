using System.Net;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>Staff who may move characters and their records, and superusers, who sign in by both.</summary>
public sealed class SuperuserCharactersTests(AdminSite site) : IClassFixture<AdminSite>
{
    private const string Ownerships = "/admin/authentication/characterownership/";
    private const string Records = "/admin/authentication/ownershiprecord/";

    private static readonly string[] All =
    [
        "authentication.view_characterownership", "authentication.change_characterownership", "authentication.delete_characterownership",
        "authentication.view_ownershiprecord", "authentication.add_ownershiprecord", "authentication.change_ownershiprecord", "authentication.delete_ownershiprecord",
    ];

    [Fact]
    public async Task Staff_give_no_record_to_a_superuser_and_superusers_do()
    {
        var (super, name) = await SuperuserAsync();
        var record = await RecordAsync(await site.UserAsync(), 96_100_001);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = name };

        var refused = await (await (await StaffAsync()).OpenAsync($"{Records}{record}/change/")).SubmitAsync("#item-form", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(site.Say("authentication.user.superuseronly"), refused.Text("#field-user-wrap"), StringComparison.Ordinal);
        Assert.NotEqual(super.Value, await UserOfRecordAsync(record));

        await (await (await site.RootAsync()).OpenAsync($"{Records}{record}/change/")).SubmitAsync("#item-form", fields);
        Assert.Equal(super.Value, await UserOfRecordAsync(record));
    }

    [Fact]
    public async Task Staff_add_no_record_that_names_a_superuser()
    {
        var (_, name) = await SuperuserAsync();
        await site.ExecuteAsync("INSERT INTO eveonline.characters (id, name) VALUES (96100002, 'Own Pilot')");

        var refused = await (await (await StaffAsync()).OpenAsync($"{Records}add/")).SubmitAsync(
            "#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["character"] = "Own Pilot", ["hash"] = "hash-of-staff", ["user"] = name });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM authentication.ownership_records WHERE owner_hash = 'hash-of-staff'"));
    }

    [Fact]
    public async Task Staff_neither_take_a_superuser_s_record_nor_uncover_an_older_one()
    {
        var (super, _) = await SuperuserAsync();
        var older = await RecordAsync(super, 96_100_003);
        var newer = await RecordAsync(await site.UserAsync(), 96_100_003);
        var staff = await StaffAsync();

        foreach (var record in new[] { older, newer })
        {
            var question = await staff.OpenAsync($"{Records}{record}/delete/");
            Assert.Contains(site.Say("authentication.user.superuseronly"), question.AllText, StringComparison.Ordinal);
            await staff.PostAsync($"{Records}act/", [AdminSite.Token(question), new("action", "delete"), new("items", $"{record}"), new("confirm", "true")]);
        }

        Assert.Equal(2, await site.ReadAsync<long>("SELECT count(*) FROM authentication.ownership_records WHERE character_id = 96100003"));
    }

    [Fact]
    public async Task Staff_neither_take_a_superuser_s_main_nor_give_a_superuser_a_character()
    {
        var (super, name) = await SuperuserAsync();
        await site.UserAsync("takesmain");
        await OwnershipAsync(super, 96_100_004);
        await OwnershipAsync(await site.UserAsync(), 96_100_005);
        var staff = await StaffAsync();

        var question = await staff.OpenAsync($"{Ownerships}96100004/delete/");
        await staff.PostAsync($"{Ownerships}act/", [AdminSite.Token(question), new("action", "delete"), new("items", "96100004"), new("confirm", "true")]);
        var taken = await (await staff.OpenAsync($"{Ownerships}96100004/change/")).SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "takesmain" });
        var given = await (await staff.OpenAsync($"{Ownerships}96100005/change/")).SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = name });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (taken.Status, given.Status));
        Assert.Equal(super.Value, await site.ReadAsync<int>("SELECT user_id FROM authentication.ownerships WHERE character_id = 96100004"));
        Assert.NotEqual(super.Value, await site.ReadAsync<int>("SELECT user_id FROM authentication.ownerships WHERE character_id = 96100005"));
    }

    [Fact]
    public async Task A_character_is_taken_under_its_name_where_no_superuser_is_concerned()
    {
        await OwnershipAsync(await site.UserAsync(), 96_100_006);
        await site.ExecuteAsync("INSERT INTO eveonline.characters (id, name) VALUES (96100006, 'Taken Pilot')");

        var question = await (await StaffAsync()).OpenAsync($"{Ownerships}96100006/delete/");
        Assert.Contains("Taken Pilot", question.Text("#going"), StringComparison.Ordinal);
        await question.SubmitAsync("#confirm-form", button: "button");
        await site.DeliverEventsAsync();

        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM authentication.ownerships WHERE character_id = 96100006"));
        Assert.Equal("Taken Pilot", await site.ReadAsync<string>("SELECT name FROM admin.changes WHERE item = '96100006' AND kind = 'Deleted'"));
    }

    private async Task<Visitor> StaffAsync() => (await site.StaffAsync(All)).Visitor;

    private async Task<(UserId User, string Name)> SuperuserAsync()
    {
        var name = AdminSite.Unique("super");
        var user = await site.UserAsync(name);
        await site.ExecuteAsync($"UPDATE authentication.users SET is_superuser = true WHERE id = {user}");
        return (user, name);
    }

    private async Task<long> RecordAsync(UserId user, long character)
    {
        await site.ExecuteAsync($"INSERT INTO authentication.ownership_records (character_id, owner_hash, user_id, created_at) VALUES ({character}, 'hash-{character}', {user}, now())");
        return await site.ReadAsync<long>($"SELECT max(id) FROM authentication.ownership_records WHERE character_id = {character}");
    }

    private Task OwnershipAsync(UserId user, long character) =>
        site.ExecuteAsync($"INSERT INTO authentication.ownerships (character_id, owner_hash, user_id, since) VALUES ({character}, 'hash-{character}', {user}, now())");

    private Task<int> UserOfRecordAsync(long record) => site.ReadAsync<int>($"SELECT user_id FROM authentication.ownership_records WHERE id = {record}");
}
