using System.Globalization;
using System.Web;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Linking;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Discord;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;
using Switchboard = AllianceAuth.Services.Connectors.Discord.DiscordSettings;
using Person = AllianceAuth.Simulator.Discord.DiscordUser;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>A site with the simulated Discord.</summary>
public sealed class DiscordSite : ServicesSite
{
    public const string Service = "discord";

    private const int FirstStranger = 100;
    private const int MostPauses = 100;

    private int _people;

    public SimulatedDiscord Discord => Eve.Discord;

    /// <summary>What people do at Discord.</summary>
    public DiscordControl Hands => Eve.Control.Discord;

    /// <summary>Changed by a test, until its end.</summary>
    internal Switchboard Switches => Services.GetRequiredService<IOptions<Switchboard>>().Value;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, .. SettingsFor(Eve)];

    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(SimulatorHost eve) =>
    [
        new("Services:Discord:AppId", "1045762938451230721"),
        new("Services:Discord:AppSecret", "simulated-discord-secret"),
        new("Services:Discord:BotToken", "simulated-bot-token"),
        new("Services:Discord:GuildId", "1045770012845572096"),
        new("Services:Discord:ApiBaseUrl", $"{eve.Address}/discord/api/v10/"),
        new("Services:Discord:OAuthBaseUrl", $"{eve.Address}/discord/oauth2/authorize"),
        new("Services:Discord:OAuthTokenUrl", $"{eve.Address}/discord/api/oauth2/token"),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Hands.RegisterCallback(Callback(this));
    }

    public static string Callback(ServicesSite site) => new Uri(site.Address, "discord/callback/").AbsoluteUri;

    /// <summary>Everything as on the first day, here and there.</summary>
    public async Task BeginAsync()
    {
        Eve.Control.LiftFaults(SimulatedService.Discord);
        Hands.Reset();
        var s = Switches;
        (s.SyncNames, s.DisableRoleCreation, s.BotToken, s.AppSecret, s.GuildId) = (false, false, "simulated-bot-token", "simulated-discord-secret", "1045770012845572096");
        (s.RetryPauseSeconds, s.MaxRetries, s.RolesCacheSeconds, s.GuildNameCacheSeconds) = (60, 3, 3600, 86_400);
        await RunAsync("DELETE FROM services.accounts WHERE service = 'discord'; DELETE FROM services.discord_users; DELETE FROM services.discord_limits; DELETE FROM services.states WHERE name = 'discord'");
        await DoAsync(async services =>
        {
            await services.GetRequiredService<GuildBook>().ForgetAsync(CancellationToken.None);
            await services.GetRequiredService<HybridCache>().RemoveByTagAsync(["discord.name:" + s.GuildId, "discord.fresh:" + s.GuildId]);
        });
    }

    /// <summary>Somebody who is not on the server.</summary>
    public Person Stranger()
    {
        var account = FirstStranger + Interlocked.Increment(ref _people);
        return Discord.UserOf(Eve.Universe.Characters.Values.First(c => c.AccountId == account));
    }

    /// <summary>What a browser brings back when that person allows it.</summary>
    public Task<string> CodeAsync(Person person, string scope = "identify guilds.join") => CodeAsync(this, person, scope);

    public static async Task<string> CodeAsync(ServicesSite site, Person person, string scope = "identify guilds.join")
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Eve.Address}/discord/oauth2/authorize");
        request.Content = new FormUrlEncodedContent(
        [
            new("response_type", "code"), new("client_id", "1045762938451230721"), new("redirect_uri", Callback(site)), new("scope", scope), new("state", "x"),
            new("user_id", person.Id.ToString(CultureInfo.InvariantCulture)),
        ]);
        using var answer = await browser.SendAsync(request, CancellationToken.None);
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
    }

    /// <summary>A pilot who may use Discord and has not asked for it.</summary>
    public async Task<UserId> MemberAsync(params GroupId[] groups)
    {
        var user = (await UsersAsync(1))[0];
        await GrantAsync(DiscordPermissions.Access, user);
        if (groups.Length > 0)
        {
            await SendAsync(new AddToGroups([.. groups.Select(g => new Membership(user, g))], Actor: null, "test"));
        }

        return user;
    }

    /// <summary>A pilot who is that person and whose account is as far as the engine brings it now.</summary>
    public async Task<UserId> LinkedAsync(Person person, params GroupId[] groups)
    {
        var user = await MemberAsync(groups);
        await ActivateAsync(Service, [user], await CodeAsync(person));
        await KeepAsync();
        return user;
    }

    /// <summary>What the browser does at the end of its way: the code comes into the account, new or not.</summary>
    public Task BringAsync(UserId user, string code) => DoAsync(s => s.GetRequiredService<AccountActions>().BringSecretAsync(Service, user, code, LinkEndpoints.Relinked, CancellationToken.None));

    public async Task JoinAsync(UserId user, GroupId group)
    {
        await SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await KeepAsync();
    }

    public async Task LeaveAsync(UserId user, GroupId group)
    {
        await SendAsync(new RemoveFromGroups([new(user, group)], Actor: null, "test"));
        await KeepAsync();
    }

    /// <summary>Lets the engine work; when Discord only asks for a pause, it gets it.</summary>
    public Task KeepAsync() => PatientlyAsync(this, Service, () => KeepAsync(Service));

    /// <inheritdoc cref="KeepAsync()" />
    public static async Task PatientlyAsync(ServicesSite site, string service, Func<Task> keep)
    {
        for (var pauses = 0; await PausesAsync(site, service, keep); pauses++)
        {
            Assert.True(pauses < MostPauses, "It asks for one pause after another.");
        }
    }

    /// <summary>Lets the engine work once; when it was only asked to wait, that time passes.</summary>
    public static async Task<bool> PausesAsync(ServicesSite site, string service, Func<Task> keep)
    {
        var misses = (await site.ServiceStateAsync(service)).Misses;
        await keep();
        if (await site.ServiceStateAsync(service) is { RestsUntil: { } until } state && until > site.Now && state.Misses <= misses)
        {
            site.Advance(until - site.Now);
            return true;
        }

        return false;
    }

    /// <summary>Everybody is read, patiently.</summary>
    public Task ReadAllAsync() => PatientlyAsync(this, Service, async () =>
    {
        if (await ReadAsync<long>("SELECT count(*) FROM services.states WHERE name = 'discord' AND (read_wanted > read_done OR read_cursor IS NOT NULL)") == 0)
        {
            await CompareAsync(Service);
        }
        else
        {
            await KeepAsync(Service);
        }
    });

    /// <summary>What was changed behind the site's back counts from now on.</summary>
    public Task DropAccessAsync(UserId user) => DoAsync(async services => await services.GetRequiredService<HybridCache>().RemoveByTagAsync($"authentication.user.{user}"));

    internal Task<Account?> AccountAsync(UserId user) => AccountAsync(Service, user);

    internal Task<T> ApiAsync<T>(Func<DiscordApi, Task<T>> ask) => AskAsync(async services =>
    {
        var api = services.GetRequiredService<DiscordApi>();
        api.Counts = false;
        return await ask(api);
    });

    /// <summary>Roles of a person that our groups gave.</summary>
    public IReadOnlyList<string> RolesOf(Person person) => [.. Discord.RoleNamesOf(person.Id).Order(StringComparer.Ordinal)];
}

[CollectionDefinition(Name)]
public sealed class OnDiscord : ICollectionFixture<DiscordSite>
{
    public const string Name = "discord";
}
