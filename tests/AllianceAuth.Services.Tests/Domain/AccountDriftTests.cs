using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using Xunit;

namespace AllianceAuth.Services.Tests.Domain;

public sealed class AccountDriftTests
{
    [Fact]
    public void More_and_fewer_groups_and_another_name_are_drift()
    {
        var account = new Account { DisplayName = "x", Groups = ["A", "B"] };

        var drift = AccountDrift.Between(account, new ServiceActual(new UserId(1), Exists: true, "y", ["B", "C"]));

        Assert.Equal(["+C", "-A", "name"], drift.Marks);
        Assert.Equal<string>(["B", "C"], drift.Groups!);
    }

    [Fact]
    public void Gone_is_gone() => Assert.Equal(["gone"], AccountDrift.Between(new Account { Groups = ["A"] }, new ServiceActual(new UserId(1), Exists: false)).Marks);

    [Fact]
    public void What_could_not_be_given_is_no_drift()
    {
        var account = new Account { DisplayName = "x", Groups = ["A", "B"], Missing = ["B"] };

        Assert.Empty(AccountDrift.Between(account, new ServiceActual(new UserId(1), Exists: true, "x", ["A"])).Marks);
    }

    [Fact]
    public void What_the_service_does_not_tell_is_taken_to_be_right() =>
        Assert.Empty(AccountDrift.Between(new Account { DisplayName = "x", Groups = ["A"] }, new ServiceActual(new UserId(1), Exists: true)).Marks);
}
