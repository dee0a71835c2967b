using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Simulator.Universe;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>The site beside a real Mumble server, where that is installed.</summary>
public sealed class MumbleSite : AppFixture
{
    private const int FirstHeld = 90_000_000;

    public const string Group = "Fleet Command, East";

    private readonly GuardedMurmurdServer _murmurd = new();
    private readonly FakeClock _clock = FakeClock.Running();

    internal MurmurdServer Murmurd => _murmurd;

    protected override TimeProvider Clock => _clock;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Mumble:Url", "mumble.example.test"),
        new("Mumble:IcePort", $"{_murmurd.IcePort}"),
        new("Mumble:IceSecret", MurmurdServer.Secret),
        new("Mumble:CertificateLogin", "true"),
        new("Mumble:KickOnGroupLoss", "true"),
        new("Mumble:Avatars", "true"),
        new("Mumble:AvatarUrl", $"{Eve?.Address}/images/characters/{{charid}}/portrait?size=32"),
        new("Mumble:GuestsNeedSso", "false"),
    ];

    public override async Task InitializeAsync()
    {
        await _murmurd.InitializeAsync();
        await base.InitializeAsync();
        await this.FurnishAsync();
        var alliance = Eve.Universe.Alliances[Furnishing.OurAlliance].Name;
        await DoAsync(async s =>
            Assert.Empty(await s.GetRequiredService<IMediator>().Send(new FillState("Member", [alliance], [Furnishing.MembersPermission, MumblePermissions.Access, MumblePermissions.CreateLinks]))));
    }

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await _murmurd.DisposeAsync();
        }
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Somebody of our alliance who signed in, or of another one.</summary>
    internal async Task<(UserId User, EveCharacter Main, Visitor Visitor)> PilotAsync(long? alliance = Furnishing.OurAlliance)
    {
        var (pilot, visitor) = (Cast.Pilot(alliance), NewVisitor());
        await visitor.SignInAsync(pilot);
        var owner = await AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindOwners([pilot.Id])));
        return (owner[pilot.Id], pilot, visitor);
    }

    /// <summary>Asks for an account and lets the engine make it.</summary>
    internal async Task ActivateAsync(UserId user, string password)
    {
        await DoAsync(async s =>
        {
            var db = s.GetRequiredService<ServicesDb>();
            db.Accounts.Add(Account.Begin(MumbleConnector.Name, user, s.GetRequiredService<ISecretProtector>().Protect(password), Clock.GetUtcNow()));
            await db.SaveChangesAsync();
            await s.GetRequiredService<IJobQueue>().EnqueueAsync<KeepServiceJob>(MumbleConnector.Name);
        });
        await KeepAsync();
    }

    /// <summary>Waits until the engine, which works beside all tests of this site, has done what is due.</summary>
    internal async Task KeepAsync()
    {
        await DeliverEventsAsync();
        await Eventually.TrueAsync(
            async () => await ReadAsync<long>("SELECT count(*) FROM services.accounts WHERE mark > done") == 0
                && await ReadAsync<long>("SELECT count(*) FROM services.states WHERE sweep_wanted > sweep_done") == 0,
            "the engine to do what is due",
            TimeSpan.FromSeconds(90));
    }

    internal Task<MumbleUser?> RowAsync(UserId user) =>
        AskAsync(s => s.GetRequiredService<ServicesDb>().MumbleUsers.AsNoTracking().SingleOrDefaultAsync(u => u.UserId == user));

    /// <summary>Takes the main away, behind the site's back, and says so.</summary>
    internal async Task LoseMainAsync(UserId user)
    {
        await DoAsDbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE authentication.users SET main_character_id = NULL, main_name = NULL WHERE id = {user.Value}"));
        await DoAsync(s => s.GetRequiredService<IMediator>().Publish(new MainCharacterChanged(Guid.CreateVersion7(), Clock.GetUtcNow(), user)));
    }

    /// <summary>
    /// Takes the main away while so many others are to lose their accounts that the brake holds, and waits until it does. Ends with
    /// <see cref="ForgetHeldAsync"/>.
    /// </summary>
    internal async Task HoldBrakeAsync(UserId user)
    {
        await DoAsDbAsync(async db =>
        {
            for (var i = 0; i < 60; i++)
            {
                db.Accounts.Add(new Account { Service = MumbleConnector.Name, UserId = new(FirstHeld + i), Stage = AccountStage.Active, Groups = [], Plan = AccountPlan.Remove, Mark = 1, Looked = 1 });
            }

            await db.SaveChangesAsync();
        });
        await LoseMainAsync(user);
        await DeliverEventsAsync();
        await Eventually.TrueAsync(
            () => AskAsync(s =>
            {
                var db = s.GetRequiredService<ServicesDb>();
                return db.Accounts.Where(a => a.UserId == user && db.States.Any(x => x.Name == MumbleConnector.Name && x.HeldSince != null)).AnyAsync(a => a.IsHeld);
            }),
            "the brake to hold",
            TimeSpan.FromSeconds(90));
    }

    /// <summary>An admin lets go what is held of somebody.</summary>
    internal async Task ReleaseAsync(UserId user)
    {
        await DeliverEventsAsync();
        await Eventually.TrueAsync(
            () => AskAsync(s => s.GetRequiredService<ServicesDb>().Accounts.AnyAsync(a => a.UserId == user && a.Looked == a.Mark)), "the engine to have looked", TimeSpan.FromSeconds(90));
        await DoAsDbAsync(db => db.Accounts.Where(a => a.UserId == user).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsApproved, true)));
    }

    /// <summary>Ends what <see cref="HoldBrakeAsync"/> began.</summary>
    internal async Task ForgetHeldAsync()
    {
        await DoAsDbAsync(db => db.Accounts.Where(a => a.Service == MumbleConnector.Name && a.Plan == AccountPlan.Remove).ExecuteDeleteAsync());
        await DoAsync(s => s.GetRequiredService<IJobQueue>().EnqueueAsync<KeepServiceJob>(MumbleConnector.Name));
        await KeepAsync();
    }

    /// <summary>Switches somebody off or on, behind the site's back, and says so.</summary>
    internal async Task SetActiveAsync(UserId user, bool isActive)
    {
        await DoAsDbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE authentication.users SET is_active = {isActive} WHERE id = {user.Value}"));
        await DoAsync(s => s.GetRequiredService<IMediator>().Publish(new MainCharacterChanged(Guid.CreateVersion7(), Clock.GetUtcNow(), user)));
    }

    internal Task<MumbleVerdict> KnockAsync(string name, string password, string certificate = "") =>
        Services.GetRequiredService<IMumbleDoor>().AuthenticateAsync(new MumbleKnock(name, password, certificate), CancellationToken.None);

    internal static int NumberOf(UserId user) => MumbleNumbers.Of(user);

    internal Task DoAsDbAsync(Func<ServicesDb, Task> act) => DoAsync(s => act(s.GetRequiredService<ServicesDb>()));

    /// <summary>A member with an account.</summary>
    internal async Task<(UserId User, EveCharacter Main, Visitor Visitor)> MemberAsync(string password = "flying-brick-9")
    {
        var member = await PilotAsync();
        await ActivateAsync(member.User, password);
        return member;
    }
}
