using System.Text;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Live;
using AllianceAuth.Shared.Live;

namespace AllianceAuth.Shared.Tests.Live;

public sealed class NodeMessageTests
{
    [Fact]
    public void However_many_users_are_told_no_message_is_longer_than_the_database_carries()
    {
        UserId[] users = [.. Enumerable.Range(1_000_000, 20_000).Select(n => new UserId(n))];

        var payloads = LiveSignals.Write("notifications", users);

        Assert.All(payloads, payload => Assert.True(Encoding.UTF8.GetByteCount(payload) < 8000, $"{payload.Length}"));
        var read = payloads.Select(payload => NodeMessage.Read(payload)!).ToList();
        Assert.All(read, message => Assert.Equal("notifications", message.Lines[0]));
        Assert.Equal(users.Select(user => user.ToString()), read.SelectMany(message => message.Lines.Skip(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\n\n")]
    public void What_is_not_ours_is_not_read(string payload) => Assert.Null(NodeMessage.Read(payload));

    [Theory]
    [InlineData("groups", "groups", true)]
    [InlineData("groups", "groups.requests", true)]
    [InlineData("groups", "groupsandmore", false)]
    [InlineData("groups.requests", "groups", false)]
    public void A_topic_covers_itself_and_what_is_below_it(string declared, string topic, bool covered) =>
        Assert.Equal(covered, new LiveTopic(declared).Covers(topic));
}
