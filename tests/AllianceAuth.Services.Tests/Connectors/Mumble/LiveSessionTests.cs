using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>The whole way: the site's accounts, the real Mumble server, a client that signs in.</summary>
[Collection(MumbleSiteCollection.Name)]
public sealed class LiveSessionTests(MumbleSite site)
{
    [SkippableFact, Rule("MUM-044")]
    public async Task A_member_signs_in_with_the_account_of_the_site_again_and_again()
    {
        var (user, login) = await MemberAsync();
        var row = await site.RowAsync(user);

        for (var i = 0; i < 2; i++)
        {
            await using var pilot = await SignInAsync(login);
            Assert.Equal((MumbleSite.NumberOf(user), row!.DisplayName), (pilot.UserId, pilot.Name));
        }

        await Eventually.TrueAsync(async () => (await site.RowAsync(user))!.LastDisconnectAt is not null, "both sessions to be noted");
        Assert.Equal("Test 1.3.4", (await site.RowAsync(user))!.Release);
    }

    [SkippableFact]
    public async Task A_wrong_password_is_refused_at_the_server()
    {
        var (_, login) = await MemberAsync();

        await using var pilot = await SignInAsync(login, "flying-brick-8");

        Assert.Equal(RejectType.WrongUserPassword, pilot.Rejected);
    }

    [SkippableFact]
    public async Task A_certificate_signs_in_without_a_password()
    {
        var (user, login) = await MemberAsync();
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=Pilot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(90));

        var first = await SignInAsync(login, "flying-brick-9", made);
        await first.DisposeAsync();
        await using var pilot = await SignInAsync(login, "", made);

        Assert.Null(first.Rejected);
        Assert.Equal((null, MumbleSite.NumberOf(user)), (pilot.Rejected, pilot.UserId));
    }

    [SkippableFact, Rule("MUM-017")]
    public async Task Who_loses_the_account_is_sent_away_with_the_reason()
    {
        var (user, login) = await MemberAsync();
        await using var pilot = await SignInAsync(login);

        await site.DoAsync(async s => await s.GetRequiredService<MumbleConnector>().RemoveAsync(new ServiceAccount(MumbleConnector.Name, user), default));

        Assert.Equal(site.Say("services.mumble.kick.ended"), await pilot.WaitUntilKickedAsync());
    }

    [SkippableFact]
    public async Task Who_is_still_there_without_an_account_is_found_and_sent_away_and_others_stay()
    {
        var ((user, login), (_, other)) = (await MemberAsync(), await MemberAsync());
        await using var over = await SignInAsync(login);
        await using var stays = await SignInAsync(other);
        await using var server = await ServerAsync();
        await site.DoAsDbAsync(db => db.MumbleUsers.Where(u => u.UserId == user).ExecuteDeleteAsync());

        await site.RunJobAsync("services.mumble.end-sessions");

        Assert.Equal(site.Say("services.mumble.kick.ended"), await over.WaitUntilKickedAsync());
        Assert.Contains(await server.GetUsersAsync(1, default), u => u.Session == stays.Session);
    }

    [SkippableFact]
    public async Task Who_loses_a_group_has_to_come_back_where_the_settings_say_so()
    {
        var (user, login) = await MemberAsync();
        await using var pilot = await SignInAsync(login);
        var row = await site.RowAsync(user);

        await ApplyAsync(user, row!.Groups, ["other"]);

        Assert.Equal(site.Say("services.mumble.kick.groups"), await pilot.WaitUntilKickedAsync());
    }

    [SkippableFact]
    public async Task A_new_group_counts_in_the_session_that_is_open()
    {
        var (user, login) = await MemberAsync();
        await using var server = await ServerAsync();
        await using var pilot = await SignInAsync(login);
        var row = await site.RowAsync(user);

        // The root channel lets its group "admin" kick.
        await ApplyAsync(user, row!.Groups, [.. row.Groups, "admin"]);

        await Eventually.TrueAsync(() => server.HasPermissionAsync(1, pilot.Session, 0, MurmurClient.KickPermission, default), "the group to count");
    }

    [SkippableFact, Rule("MUM-022")]
    public async Task For_a_pilot_without_an_account_nothing_is_done()
    {
        await MemberAsync();
        var (user, _, _) = await site.PilotAsync();

        await site.RunJobAsync("services.mumble.follow-account", user.ToString());

        Assert.Null(await site.RowAsync(user));
    }

    [SkippableFact]
    public async Task The_test_button_finds_everything_well()
    {
        await MemberAsync();

        var lines = await site.AskAsync(s => s.GetRequiredService<MumbleConnector>().TestAsync(default));

        Assert.All(lines, line => Assert.True(line.IsFine, line.Finding));
        Assert.Equal(["services.mumble.test.reached", "services.mumble.test.secret", "services.mumble.test.booted", "services.mumble.test.guarded", "services.mumble.test.answering"], lines.Select(l => l.Finding));
    }

    private async Task<(UserId User, string Login)> MemberAsync()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        var (user, main, _) = await site.MemberAsync("flying-brick-9");
        var login = main.Name.Replace(' ', '_');
        await Eventually.TrueAsync(
            async () =>
            {
                await using var tried = await MumbleLogin.TryAsync(site.Murmurd.Port, login, "not-my-password");
                return tried.Rejected is RejectType.WrongUserPassword;
            },
            "the authenticator to answer");
        return (user, login);
    }

    private Task<MumbleLogin> SignInAsync(string login, string password = "flying-brick-9", X509Certificate2? certificate = null) =>
        MumbleLogin.SignInAsync(site.Murmurd.Port, login, password, certificate);

    private Task<MurmurClient> ServerAsync() => MurmurClient.OpenAsync("127.0.0.1", site.Murmurd.IcePort, MurmurdServer.Secret, TimeSpan.FromSeconds(10), default);

    private Task ApplyAsync(UserId user, IReadOnlyList<string> had, IReadOnlyList<string> groups) => site.DoAsync(async s =>
    {
        var row = (await site.RowAsync(user))!;
        await s.GetRequiredService<MumbleConnector>().ApplyAsync(
            new ServiceAccount(MumbleConnector.Name, user) { LoginName = row.LoginName, DisplayName = row.DisplayName, Groups = had },
            new ServiceWish(row.LoginName, row.DisplayName, groups),
            default);
    });
}
