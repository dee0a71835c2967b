using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Services;
using Xunit;

namespace AllianceAuth.Services.Tests.Conformance;

/// <summary>What somebody does over there by hand.</summary>
public abstract partial class ConformanceTests<THarness>
{
    [SkippableFact]
    public async Task An_account_removed_by_hand_ends_here_too_and_the_pilot_is_told()
    {
        Skip.IfNot(Harness.CanBeRemovedByHand, "Nobody can remove it there.");
        var (group, _) = await GroupAsync();
        var user = await MemberAsync();
        await ActivateAsync(user);

        await Harness.RemoveByHandAsync(user);
        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(Service);

        Assert.Null(await Harness.SeeAsync(user));
        Assert.Null(await site.AccountAsync(Service, user));
        Assert.Single(await site.ToldAsync(user));
    }

    [SkippableFact]
    public async Task Removing_one_that_somebody_removed_already_is_fine()
    {
        Skip.IfNot(Harness.CanBeRemovedByHand, "Nobody can remove it there.");
        var user = await MemberAsync();
        await ActivateAsync(user);

        await Harness.RemoveByHandAsync(user);
        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);

        Assert.Null(await site.AccountAsync(Service, user));
    }

    [SkippableFact]
    public async Task What_somebody_changed_by_hand_is_found_and_put_right()
    {
        Skip.IfNot(Can(ServiceAbilities.Reading | ServiceAbilities.Groups), "It cannot be read.");
        var (group, name) = await GroupAsync();
        var user = await MemberAsync(group);
        await ActivateAsync(user);

        await Harness.StripByHandAsync(user);
        await site.CompareAsync(Service);

        Assert.Contains(name, (await Harness.SeeAsync(user))!.Groups);
        Assert.Contains(await site.HistoryAsync(Service, user), h => h.Kind is HistoryKind.Drift && h.Removed.Length > 0);
        Assert.NotNull((await site.AccountAsync(Service, user))!.CheckedAt);
    }

    [SkippableFact]
    public async Task What_is_as_it_should_be_is_no_drift()
    {
        Skip.IfNot(Can(ServiceAbilities.Reading), "It cannot be read.");
        var (group, _) = await GroupAsync();
        var user = await MemberAsync(group);
        await ActivateAsync(user);

        await site.CompareAsync(Service);

        Assert.Empty((await site.AccountAsync(Service, user))!.Drift);
    }

    [SkippableFact]
    public async Task An_account_that_is_gone_is_found_by_reading_and_ends_here_too()
    {
        Skip.IfNot(Can(ServiceAbilities.Reading) && Harness.CanBeRemovedByHand, "It cannot be read, or nobody can remove it there.");
        var user = await MemberAsync();
        await ActivateAsync(user);

        await Harness.RemoveByHandAsync(user);
        await site.CompareAsync(Service);

        Assert.Null(await site.AccountAsync(Service, user));
        Assert.Single(await site.ToldAsync(user));
    }
}
