using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceAuth.Admin.Tests;

/// <summary>A site with a superuser, with staff of chosen permissions, and with users as many as a test wants.</summary>
public sealed class AdminSite : AppFixture
{
    public const string Users = "/admin/authentication/user/";
    public const string States = "/admin/authentication/state/";

    public const string Corporations = "/admin/eveonline/evecorporationinfo/";

    private const string Password = "stillborn-comet-84-lantern";

    private static int _next;

    private Visitor? _root;

    /// <summary>Everything staff can be given about users.</summary>
    public static IReadOnlyList<string> AllOfUsers { get; } =
        ["auth.view_user", "auth.change_user", "auth.delete_user", "authentication.view_user", "authentication.change_user", "authentication.delete_user"];

    public static string Unique(string word) => word + Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);

    /// <summary>The superuser, signed in.</summary>
    public async Task<Visitor> RootAsync() => _root ??= (await SignInAsync(Unique("root"))).Visitor;

    /// <summary>Somebody signed in who is staff and holds exactly these permissions.</summary>
    public async Task<(Visitor Visitor, UserId User)> StaffAsync(params IReadOnlyList<string> permissions)
    {
        var staff = await SignInAsync(Unique("staff"));
        await MakeAsync(staff.User, isStaff: true, permissions);
        return staff;
    }

    /// <summary>Somebody signed in who is nobody in particular.</summary>
    public async Task<(Visitor Visitor, UserId User)> PilotAsync()
    {
        var pilot = await SignInAsync(Unique("pilot"));
        await MakeAsync(pilot.User, isStaff: false);
        return pilot;
    }

    /// <summary>A user without a session.</summary>
    public async Task<UserId> UserAsync(string? name = null)
    {
        var login = name ?? Unique("user");
        await ExecuteAsync($"INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state, language) VALUES ('{login}', '', true, 1, false, false, 0, 0, now(), 1, '')");
        return new UserId(await ReadAsync<int>($"SELECT id FROM authentication.users WHERE user_name = '{login}'"));
    }

    public async Task<GroupId> GroupAsync(string name, bool isRestricted = false)
    {
        var group = await AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateGroup(name)));
        if (isRestricted)
        {
            await AskAsync(s => s.GetRequiredService<IMediator>().Send(new RestrictGroup(group, true, null)));
        }

        return group;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Corporations with names that tests look for, numbered from the one after this.</summary>
    public Task CorporationsAsync(long from, int count, string name = "Paged") => ExecuteAsync(
        $"INSERT INTO eveonline.corporations (id, name, ticker, member_count, is_closed, seen_at) SELECT {from} + n, '{name} ' || n, 'T' || n, 5, false, now() FROM generate_series(1, {count}) n ON CONFLICT DO NOTHING");

    /// <summary>What a form sent by hand needs.</summary>
    public static KeyValuePair<string, string> Token(VisitedPage page) => Hidden(page, "__RequestVerificationToken");

    public static KeyValuePair<string, string> Hidden(VisitedPage page, string name) => new(name, page.Find($"main input[name={name}], input[name={name}]").GetAttribute("value")!);

    private async Task MakeAsync(UserId user, bool isStaff, params IReadOnlyList<string> permissions)
    {
        await ExecuteAsync($"UPDATE authentication.users SET is_superuser = false, is_staff = {(isStaff ? "true" : "false")} WHERE id = {user}");
        foreach (var permission in permissions)
        {
            await ExecuteAsync($"INSERT INTO authentication.user_permissions (user_id, permission) VALUES ({user}, '{permission}')");
        }

        await ForgetAsync();
    }

    /// <summary>What the site remembers of everybody's access: the rows were changed past it.</summary>
    public Task ForgetAsync() => DoAsync(s => s.GetRequiredService<Microsoft.Extensions.Caching.Hybrid.HybridCache>().RemoveByTagAsync("authentication.access").AsTask());

    private async Task<(Visitor Visitor, UserId User)> SignInAsync(string name)
    {
        await AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateSuperuser(name, "", Password)));
        var visitor = NewVisitor();
        var page = await visitor.OpenAsync("/admin/login/");
        await page.SubmitAsync("form[action='/admin/login/']", new Dictionary<string, string>(StringComparer.Ordinal) { ["username"] = name, ["password"] = Password });
        return (visitor, new UserId(await ReadAsync<int>($"SELECT id FROM authentication.users WHERE user_name = '{name}'")));
    }
}
