using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Domain;

public sealed class PilotStandingsTests
{
    private const string Permission = "example.access_example";
    private static readonly ServiceDescription Service = new("example", "Example", Permission, null, "fa-solid fa-flask");

    [Fact, Rule("C-1"), Rule("SVC-035")]
    public void Whoever_may_use_a_service_sees_it_and_others_do_not()
    {
        Assert.True(PilotStandings.IsVisible(Service, User(Permission), account: null));
        Assert.False(PilotStandings.IsVisible(Service, User("another.permission"), account: null));
    }

    [Fact, Rule("C-2"), Rule("SVC-022")]
    public void A_superuser_sees_every_service() =>
        Assert.True(PilotStandings.IsVisible(Service, User() with { IsSuperuser = true }, account: null));

    [Fact]
    public void Whoever_still_has_an_account_sees_what_becomes_of_it()
    {
        var account = new Account { Groups = [] };

        Assert.True(PilotStandings.IsVisible(Service, User(), account));
        Assert.Equal(ServiceStanding.Lost, PilotStandings.Of(Service, User(), account));
    }

    [Fact]
    public void Every_state_of_an_account_has_a_standing_of_its_own()
    {
        Assert.Equal(ServiceStanding.NotActivated, Standing(null));
        Assert.Equal(ServiceStanding.SettingUp, Standing(new Account { Mark = 1 }));
        Assert.Equal(ServiceStanding.Active, Standing(Applied()));
        Assert.Equal(ServiceStanding.Active, Standing(Applied(a => a.Mark = 9)));
        Assert.Equal(ServiceStanding.Changing, Standing(Applied(a => (a.Mark, a.Plan) = (9, AccountPlan.Update))));
        Assert.Equal(ServiceStanding.Changing, Standing(Applied(a => a.Secret = "sealed")));
        Assert.Equal(ServiceStanding.WaitsForPilot, Standing(Applied(a => a.Stage = AccountStage.WaitsForPilot)));
        Assert.Equal(ServiceStanding.Failing, Standing(Applied(a => (a.Mark, a.Trouble) = (9, "services.trouble.fault"))));
        Assert.Equal(ServiceStanding.Leaving, Standing(Applied(a => a.Stage = AccountStage.Leaving)));
        Assert.Equal(ServiceStanding.Gone, Standing(Applied(a => (a.Stage, a.Mark, a.Trouble) = (AccountStage.Gone, 9, "services.cause.gone"))));
    }

    [Fact]
    public void The_worst_of_a_service_is_what_admins_read_first()
    {
        var now = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(ServiceHealth.Held, ServiceHealths.Of(new ServiceState { HeldSince = now, IsFrozen = true }, due: 3, drift: 1));
        Assert.Equal(ServiceHealth.Paused, ServiceHealths.Of(new ServiceState { IsFrozen = true, DownSince = now }, due: 3, drift: 1));
        Assert.Equal(ServiceHealth.Down, ServiceHealths.Of(new ServiceState { DownSince = now }, due: 3, drift: 1));
        Assert.Equal(ServiceHealth.Due, ServiceHealths.Of(new ServiceState(), due: 3, drift: 1));
        Assert.Equal(ServiceHealth.Drifted, ServiceHealths.Of(null, due: 0, drift: 1));
        Assert.Equal(ServiceHealth.InStep, ServiceHealths.Of(null, due: 0, drift: 0));
    }

    [Fact, Rule("SVC-042"), Rule("C-26")]
    public void A_generated_password_has_sixteen_letters_and_digits_and_never_comes_twice()
    {
        var made = Enumerable.Range(0, 200).Select(_ => ServicePassword.Generate()).ToList();

        Assert.All(made, p => Assert.Matches("^[A-Za-z0-9]{16}$", p));
        Assert.Equal(made.Count, made.Distinct(StringComparer.Ordinal).Count());
    }

    private static ServiceStanding Standing(Account? account) => PilotStandings.Of(Service, User(Permission), account);

    private static Account Applied(Action<Account>? change = null)
    {
        var account = new Account { Stage = AccountStage.Active, Groups = ["Member"], Mark = 4, Looked = 4, Done = 4 };
        change?.Invoke(account);
        return account;
    }

    private static AccessSnapshot User(params IEnumerable<string> permissions) => new()
    {
        User = new UserId(1),
        UserName = "maren",
        IsActive = true,
        State = new StateId(1),
        StateName = "Member",
        Main = new MainCharacter(90000001, "Maren Ostvik", 98000001, "Cinder", "CNDRQ", null, null, null),
        Permissions = permissions.ToHashSet(StringComparer.Ordinal),
    };
}
