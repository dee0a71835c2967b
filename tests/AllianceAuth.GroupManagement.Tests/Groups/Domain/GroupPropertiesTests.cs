using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Domain;

public sealed class GroupPropertiesTests
{
    [Theory]
    [InlineData(true, true, true, true, "groupmanagement.flag.auto")]
    [InlineData(false, true, true, true, "groupmanagement.flag.internal")]
    [InlineData(false, false, false, false, "groupmanagement.flag.default")]
    [InlineData(false, false, true, true, "groupmanagement.flag.hidden groupmanagement.flag.open groupmanagement.flag.public")]
    public void What_is_special_about_a_group_is_said_by_what_decides_it(bool auto, bool isInternal, bool hidden, bool open, string expected)
    {
        var group = new GroupRules { Id = new GroupId(1), Name = "Wing", IsInternal = isInternal, IsHidden = hidden, IsOpen = open, IsPublic = open };

        Assert.Equal(expected.Split(' '), GroupProperties.Of(group, auto));
        Assert.Equal([.. expected.Split(' '), "groupmanagement.flag.restricted"], GroupProperties.Of(group with { IsRestricted = true }, auto));
    }
}
