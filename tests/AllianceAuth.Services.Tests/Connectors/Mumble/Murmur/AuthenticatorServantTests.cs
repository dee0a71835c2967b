using System.Net;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>What the Mumble server gets to its questions, good days and bad.</summary>
public sealed class AuthenticatorServantTests : IAsyncDisposable
{
    private static readonly IceIdentity Us = new("authenticator");

    private readonly Doorkeeper _door = new();
    private readonly FakeClock _clock = FakeClock.Still(timers: FakeTimers.WhenAdvanced);
    private readonly IceListener _listener;

    public AuthenticatorServantTests()
    {
        _door.Known["Rena_Okata"] = ("pw-41", new(1_000_000_042, "[TAG] Rena Okata", ["fc", "member"]));
        var servant = new AuthenticatorServant(_door, MumbleVerdict.OutOfOrder, _clock, NullLogger.Instance);
        _listener = new(new IPEndPoint(IPAddress.Loopback, 0), new Dictionary<IceIdentity, IceServant> { [Us] = servant }, "", NullLogger.Instance);
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    [Fact]
    public async Task A_login_is_answered_with_name_groups_and_number_in_that_order()
    {
        var answer = await AuthenticateAsync("Rena_Okata", "pw-41");

        Assert.Equal("[TAG] Rena Okata", answer.Text());
        Assert.Equal(["fc", "member"], answer.Texts());
        Assert.Equal(1_000_000_042, answer.Int());
    }

    [Theory, Rule("MUM-034")]
    [InlineData("SuperUser")]
    [InlineData("superuser")]
    public async Task The_servers_own_administrator_is_not_ours(string name)
    {
        _door.Known[name] = ("pw", new(1_000_000_001, "", []));

        Assert.Equal(-2, await CodeOfAsync(name, "pw"));
        Assert.Equal(-2, (await AskAsync("nameToId", new IceWriter().Text(name))).Int());
        Assert.Empty(_door.Knocks);
    }

    [Fact, Rule("MUM-036")]
    public async Task While_we_cannot_tell_nobody_is_let_in_and_nobody_is_told_their_password_is_wrong()
    {
        _door.Before = () => throw new InvalidOperationException("The database is away.");

        Assert.Equal(-3, await CodeOfAsync("Rena_Okata", "pw-41"));
    }

    [Fact, Rule("MUM-030")]
    public async Task Who_takes_too_long_is_not_waited_for()
    {
        var forever = new TaskCompletionSource();
        _door.Before = () => forever.Task;

        var asking = CodeOfAsync("Rena_Okata", "pw-41");
        await _clock.TimerSet;
        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(-3, await asking);
        forever.SetResult();
    }

    [Fact, Rule("MUM-031")]
    public async Task Every_question_has_a_safe_answer_when_something_breaks()
    {
        _door.Before = () => throw new InvalidOperationException("broken");

        Assert.Equal(-2, (await AskAsync("nameToId", new IceWriter().Text("Rena_Okata"))).Int());
        Assert.Equal("", (await AskAsync("idToName", new IceWriter().Int(1_000_000_042))).Text());
        Assert.Empty((await AskAsync("idToTexture", new IceWriter().Int(1_000_000_042))).Bytes());
        Assert.Equal(0, (await AskAsync("getRegisteredUsers", new IceWriter().Text(""))).Size());
    }

    [Fact]
    public async Task What_we_do_not_decide_is_left_to_the_server()
    {
        var info = await AskAsync("getInfo", new IceWriter().Int(1_000_000_042));
        Assert.Equal((0, false), (info.Size(), info.Bool()));
        Assert.Equal(-2, (await AskAsync("registerUser", new IceWriter().Size(0), IceMode.Normal)).Int());
        Assert.Equal(-1, (await AskAsync("unregisterUser", new IceWriter().Int(5), IceMode.Normal)).Int());
        Assert.Equal(-1, (await AskAsync("setInfo", new IceWriter().Int(5).Size(0))).Int());
        Assert.Equal(-1, (await AskAsync("setTexture", new IceWriter().Int(5).Size(0))).Int());
    }

    [Theory, Rule("MUM-024")]
    [InlineData("::Murmur::ServerUpdatingAuthenticator")]
    [InlineData("::Murmur::ServerAuthenticator")]
    [InlineData("::MumbleServer::ServerUpdatingAuthenticator")]
    [InlineData("::MumbleServer::ServerAuthenticator")]
    public async Task It_serves_both_generations_of_servers(string type) =>
        Assert.True((await AskAsync("ice_isA", new IceWriter().Text(type), IceMode.Nonmutating)).Bool());

    private async Task<int> CodeOfAsync(string name, string password)
    {
        var answer = await AuthenticateAsync(name, password);
        answer.Text();
        answer.Texts();
        return answer.Int();
    }

    private Task<IceReader> AuthenticateAsync(string name, string password) =>
        AskAsync("authenticate", new IceWriter().Text(name).Text(password).Size(0).Text("").Bool(false));

    private async Task<IceReader> AskAsync(string operation, IceWriter parameters, IceMode mode = IceMode.Idempotent)
    {
        await using var caller = await IceConnection.OpenAsync("127.0.0.1", _listener.Port, new Dictionary<string, string>(StringComparer.Ordinal), TimeSpan.FromSeconds(30), default);
        return await caller.CallAsync(Us, operation, mode, parameters, default);
    }
}
