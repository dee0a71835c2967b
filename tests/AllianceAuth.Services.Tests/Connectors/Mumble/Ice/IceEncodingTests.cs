using System.Net;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Ice;

/// <summary>Bytes as Ice's published description and a real server have them.</summary>
public sealed class IceEncodingTests
{
    // "getAllServers" of Meta with the secret "hunter2".
    private const string Question =
        "496365500100010000003e00000001000000044d65746100000d676574416c6c536572766572730201067365637265740768756e74657232060000000100";

    // A real server's answer to it: the proxy s/1.
    private const string Answer =
        "496365500100010002003d00000001000000002a00000001000101310173000000010100190000000100093132372e302e302e316619000060ea000000";

    // A real server signs a pilot in: Vex_Amarr, "good", no certificates.
    private const string Login =
        "4963655001000100000058000000020000000d61757468656e74696361746f7200000c61757468656e7469636174650201067365637265740768756e74657232180000000100095665785f416d61727204676f6f64000001";

    [Fact]
    public void A_request_has_the_bytes_that_Ice_describes()
    {
        var body = new IceWriter().Int(1).Identity(new("Meta")).Size(0).Text("getAllServers").Byte((byte)IceMode.Idempotent)
            .Context(new Dictionary<string, string>(StringComparer.Ordinal) { ["secret"] = "hunter2" }).Encapsulation(new());

        Assert.Equal(Question, Convert.ToHexStringLower(IceFraming.Message(IceMessageType.Request, body.Written.Span)));
    }

    [Fact, Rule("MUM-026")]
    public void A_proxy_has_the_bytes_that_Ice_describes()
    {
        var proxy = new IceWriter().Proxy(new(new("authenticator"), "127.0.0.1", 41000));

        Assert.Equal("0d61757468656e74696361746f72000000000101001900000001000931 32372e302e302e3128a0000060ea000000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(proxy.Written.Span));
    }

    [Fact]
    public void A_real_servers_answer_is_read()
    {
        var reply = new IceReader(Convert.FromHexString(Answer).AsMemory(IceFraming.HeaderLength));

        Assert.Equal((1, 0), (reply.Int(), reply.Byte()));
        var proxy = Assert.Single(reply.Encapsulation().Sequence(r => r.Proxy()));
        Assert.Equal(new IceProxy(new("1", "s"), "127.0.0.1", 6502), proxy);
        Assert.Equal(1, MurmurClient.NumberOf(proxy!.Identity));
    }

    [Fact]
    public void A_real_servers_request_is_read()
    {
        var request = IceRequest.Read(new IceReader(Convert.FromHexString(Login).AsMemory(IceFraming.HeaderLength)));

        Assert.Equal((2, "authenticator", "authenticate", IceMode.Idempotent), (request.Id, request.Target.Name, request.Operation, request.Mode));
        Assert.Equal("hunter2", request.Context["secret"]);
        Assert.Equal(("Vex_Amarr", "good"), (request.Parameters.Text(), request.Parameters.Text()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(300)]
    [InlineData(70_000)]
    public void Texts_of_any_length_come_back(int length)
    {
        var text = new string('é', length / 2) + new string('x', length % 2);

        Assert.Equal(text, new IceReader(new IceWriter().Text(text).Written).Text());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_user_comes_back_from_either_generation(bool hasVersion2)
    {
        var user = new MurmurUser
        {
            Session = 7,
            UserId = 1_000_000_042,
            Mute = true,
            SelfDeaf = true,
            Channel = 3,
            Name = "Vex Ämarr",
            OnlineSeconds = 9,
            Version = 0x010304,
            Version2 = hasVersion2 ? 281_492_156_580_000 : 0,
            Release = "1.3.4",
            Comment = "fly safe",
            Address = [.. IPAddress.Loopback.MapToIPv6().GetAddressBytes()],
            IdleSeconds = 4000,
            TcpPing = 1.5f,
        };

        var read = MurmurUser.Read(new IceReader(user.Write(new(), hasVersion2).Written), hasVersion2);

        Assert.Equal(user with { Address = [] }, read with { Address = [] });
        Assert.Equal(user.Address, read.Address);
    }

    [Fact]
    public void A_null_proxy_is_none() => Assert.Null(new IceReader(new IceWriter().Identity(new("")).Written).Proxy());

    [Fact]
    public void Endpoints_that_are_not_TCP_are_passed_over()
    {
        var proxy = new IceWriter().Identity(new("1", "s")).Size(0).Byte(0).Bool(false).Size(2)
            .Short(2).Encapsulation(new IceWriter().Text("tls").Int(1))
            .Short(1).Encapsulation(new IceWriter().Text("10.0.0.1").Int(6502).Int(-1).Bool(false));

        Assert.Equal(new IceProxy(new("1", "s"), "10.0.0.1", 6502), new IceReader(proxy.Written).Proxy());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("ffffffffff")]
    [InlineData("ffffffff7f")]
    [InlineData("05414243")]
    public void A_length_that_lies_is_refused(string bytes) => Assert.Throws<IceFormatException>(() => new IceReader(Convert.FromHexString(bytes)).Text());

    [Theory]
    [InlineData("050000000100")]
    [InlineData("070000000100")]
    [InlineData("ffffffff0100")]
    [InlineData("060000000200")]
    public void An_encapsulation_that_lies_is_refused(string bytes) => Assert.Throws<IceFormatException>(() => new IceReader(Convert.FromHexString(bytes)).Encapsulation());

    [Theory]
    [InlineData("496365500100010003000e000000", IceMessageType.Validate)]
    [InlineData("496365500100010004000e000000", IceMessageType.Close)]
    public async Task Messages_without_a_body_are_read(string bytes, object type)
    {
        using var stream = new MemoryStream(Convert.FromHexString(bytes));

        Assert.Equal(type, (await IceFraming.ReadAsync(stream, 100, default))!.Type);
        Assert.Null(await IceFraming.ReadAsync(stream, 100, default));
    }

    [Theory]
    [InlineData("496365510100010003000e000000")] // another magic
    [InlineData("496365500200010003000e000000")] // another protocol
    [InlineData("496365500100010009000e000000")] // no such type
    [InlineData("496365500100010003020e000000")] // compressed
    [InlineData("496365500100010003000d000000")] // shorter than its header
    [InlineData("4963655001000100030065000000")] // longer than accepted
    [InlineData("49636550010001000300ffffffff")] // a negative size
    [InlineData("4963655001000100030010000000")] // half a message
    [InlineData("49636550")] // half a header
    public async Task What_is_no_message_is_refused(string bytes)
    {
        using var stream = new MemoryStream(Convert.FromHexString(bytes));

        await Assert.ThrowsAsync<IceFormatException>(() => IceFraming.ReadAsync(stream, 100, default));
    }
}
