using AllianceAuth.Services.Connectors.Mumble.Ice;

namespace AllianceAuth.Services.Connectors.Mumble.Murmur;

/// <summary>Somebody who is connected to a Mumble server, as the server tells.</summary>
internal sealed record MurmurUser
{
    public int Session { get; init; }

    /// <summary>What the authenticator gave; -1 for somebody the server does not know.</summary>
    public int UserId { get; init; } = -1;

    public bool Mute { get; init; }

    public bool Deaf { get; init; }

    public bool Suppress { get; init; }

    public bool PrioritySpeaker { get; init; }

    public bool SelfMute { get; init; }

    public bool SelfDeaf { get; init; }

    public bool Recording { get; init; }

    public int Channel { get; init; }

    public string Name { get; init; } = "";

    public int OnlineSeconds { get; init; }

    public int BytesPerSecond { get; init; }

    /// <summary>Of the client: major in the upper 16 bits, then 8 bits minor and 8 bits patch.</summary>
    public int Version { get; init; }

    /// <summary>The same with more room; servers from 1.5 on only.</summary>
    public long Version2 { get; init; }

    public string Release { get; init; } = "";

    public string Os { get; init; } = "";

    public string OsVersion { get; init; } = "";

    public string Identity { get; init; } = "";

    public string Context { get; init; } = "";

    public string Comment { get; init; } = "";

    public byte[] Address { get; init; } = [];

    public bool TcpOnly { get; init; }

    public int IdleSeconds { get; init; }

    public float UdpPing { get; init; }

    public float TcpPing { get; init; }

    /// <param name="from">Where it stands.</param>
    /// <param name="hasVersion2">Whether the server is of 1.5 or later.</param>
    public static MurmurUser Read(IceReader from, bool hasVersion2) => new()
    {
        Session = from.Int(),
        UserId = from.Int(),
        Mute = from.Bool(),
        Deaf = from.Bool(),
        Suppress = from.Bool(),
        PrioritySpeaker = from.Bool(),
        SelfMute = from.Bool(),
        SelfDeaf = from.Bool(),
        Recording = from.Bool(),
        Channel = from.Int(),
        Name = from.Text(),
        OnlineSeconds = from.Int(),
        BytesPerSecond = from.Int(),
        Version = from.Int(),
        Version2 = hasVersion2 ? from.Long() : 0,
        Release = from.Text(),
        Os = from.Text(),
        OsVersion = from.Text(),
        Identity = from.Text(),
        Context = from.Text(),
        Comment = from.Text(),
        Address = from.Bytes(),
        TcpOnly = from.Bool(),
        IdleSeconds = from.Int(),
        UdpPing = from.Float(),
        TcpPing = from.Float(),
    };

    public IceWriter Write(IceWriter to, bool hasVersion2)
    {
        to.Int(Session).Int(UserId).Bool(Mute).Bool(Deaf).Bool(Suppress).Bool(PrioritySpeaker).Bool(SelfMute).Bool(SelfDeaf).Bool(Recording)
            .Int(Channel).Text(Name).Int(OnlineSeconds).Int(BytesPerSecond).Int(Version);
        if (hasVersion2)
        {
            to.Long(Version2);
        }

        return to.Text(Release).Text(Os).Text(OsVersion).Text(Identity).Text(Context).Text(Comment).Bytes(Address).Bool(TcpOnly).Int(IdleSeconds).Float(UdpPing).Float(TcpPing);
    }
}
