using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AllianceAuth.Testing;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>As much of a Mumble client as it takes to sign in over TLS and look around.</summary>
internal sealed class MumbleLogin : IAsyncDisposable
{
    private readonly TcpClient _tcp = new();
    private SslStream? _stream;

    /// <summary>Our session; 0 until the server let us in.</summary>
    public int Session { get; private set; }

    /// <summary>The name that the server gives us.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The number that the server knows us by; -1 for a stranger.</summary>
    public int UserId { get; private set; } = -1;

    /// <summary>Why we were not let in; null when we were.</summary>
    public RejectType? Rejected { get; private set; }

    /// <summary>Signs in and waits until the server let us in, or refused.</summary>
    public static async Task<MumbleLogin> TryAsync(int port, string name, string password, X509Certificate2? certificate = null)
    {
        var login = new MumbleLogin();
        await login._tcp.ConnectAsync("127.0.0.1", port);
        login._stream = new SslStream(login._tcp.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await login._stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ClientCertificates = certificate is null ? null : new X509CertificateCollection { certificate },
        });
        // 1.3.4, as a number.
        await login.SendAsync(MessageType.Version, new Protobuf().Number(1, 0x010304).Text(2, "Test 1.3.4").Text(3, "Linux").Text(4, "12"));
        await login.SendAsync(MessageType.Authenticate, new Protobuf().Text(1, name).Text(2, password).Number(5, 1));
        while (login.Session == 0 && login.Rejected is null)
        {
            login.Note(await login.NextAsync());
        }

        return login;
    }

    /// <summary>As a pilot does: where the machine is so busy that the site does not answer in time, again.</summary>
    public static async Task<MumbleLogin> SignInAsync(int port, string name, string password, X509Certificate2? certificate = null)
    {
        MumbleLogin? tried = null;
        await Eventually.TrueAsync(
            async () => (tried = await TryAsync(port, name, password, certificate)).Rejected is not RejectType.AuthenticatorFail, "the site to answer");
        return tried!;
    }

    /// <summary>Goes into a channel.</summary>
    /// <returns>False when the server does not allow it.</returns>
    public async Task<bool> EnterAsync(int channel)
    {
        await SendAsync(MessageType.UserState, new Protobuf().Number(1, Session).Number(5, channel));
        while (true)
        {
            var (type, fields) = await NextAsync();
            if (type is MessageType.PermissionDenied)
            {
                return false;
            }

            if (type is MessageType.UserState && fields.Number(1) == Session && fields.Number(5) == channel)
            {
                return true;
            }
        }
    }

    /// <summary>Writes into a channel.</summary>
    public Task SayAsync(string text, int channel = 0) => SendAsync(MessageType.TextMessage, new Protobuf().Number(3, channel).Text(5, text));

    /// <summary>Waits for a message that somebody wrote to us.</summary>
    public async Task<string> HearAsync()
    {
        while (true)
        {
            var (type, fields) = await NextAsync();
            if (type is MessageType.TextMessage)
            {
                return fields.Text(5);
            }
        }
    }

    /// <summary>Waits until the server sends us away.</summary>
    /// <returns>The reason it gives; empty when the connection just ended.</returns>
    public async Task<string> WaitUntilKickedAsync()
    {
        try
        {
            while (true)
            {
                var (type, fields) = await NextAsync();
                if (type is MessageType.UserRemove && fields.Number(1) == Session)
                {
                    return fields.Text(3);
                }
            }
        }
        catch (IOException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }

        _tcp.Dispose();
    }

    private void Note((MessageType Type, Protobuf Fields) message)
    {
        switch (message.Type)
        {
            case MessageType.Reject:
                Rejected = (RejectType)message.Fields.Number(1)!.Value;
                break;
            case MessageType.ServerSync:
                Session = (int)message.Fields.Number(1)!.Value;
                break;
            case MessageType.UserState:
                // Our own comes last before the synchronisation.
                Name = message.Fields.Text(3);
                UserId = (int)(message.Fields.Number(4) ?? -1);
                break;
        }
    }

    private async Task SendAsync(MessageType type, Protobuf fields)
    {
        var body = fields.ToArray();
        var frame = new byte[6 + body.Length];
        BinaryPrimitives.WriteInt16BigEndian(frame, (short)type);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(2), body.Length);
        body.CopyTo(frame.AsSpan(6));
        await _stream!.WriteAsync(frame);
    }

    private async Task<(MessageType Type, Protobuf Fields)> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var header = new byte[6];
        await _stream!.ReadExactlyAsync(header, limit.Token);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(2))];
        await _stream.ReadExactlyAsync(body, limit.Token);
        return ((MessageType)BinaryPrimitives.ReadInt16BigEndian(header), Protobuf.Read(body));
    }
}

/// <summary>Messages of Mumble's protocol that matter here.</summary>
internal enum MessageType : short
{
    Version = 0,
    Authenticate = 2,
    Reject = 4,
    ServerSync = 5,
    UserRemove = 8,
    UserState = 9,
    TextMessage = 11,
    PermissionDenied = 12,
}

/// <summary>Why a server does not let somebody in.</summary>
internal enum RejectType
{
    None = 0,
    WrongVersion = 1,
    InvalidUsername = 2,
    WrongUserPassword = 3,
    WrongServerPassword = 4,
    UsernameInUse = 5,
    ServerFull = 6,
    NoCertificate = 7,
    AuthenticatorFail = 8,
}
