using System.ComponentModel.DataAnnotations;
using System.Net;

namespace AllianceAuth.Services.Connectors.Mumble;

/// <summary>The Mumble server and how we talk to it. Section <c>Mumble</c>.</summary>
internal sealed class MumbleSettings : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Mumble";

    /// <summary>What is replaced in <see cref="AvatarUrl"/>.</summary>
    public const string CharacterPlace = "{charid}";

    /// <summary>Public address without scheme, for example <c>mumble.example.com</c>. Empty while there is no Mumble. MUMBLE_URL.</summary>
    [RegularExpression(@"(?!.*://)[^\s/]*", ErrorMessage = "must be an address without scheme, such as mumble.example.com.")]
    public string Url { get; set; } = "";

    /// <summary>Whether this site answers the Mumble server's questions. False leaves them to an authenticator of yours.</summary>
    public bool Authenticator { get; set; } = true;

    /// <summary>Where the Mumble server listens for Ice: the host of its <c>ice</c> setting, as seen from here.</summary>
    [Required]
    public string IceHost { get; set; } = "127.0.0.1";

    /// <summary>The port of its <c>ice</c> setting.</summary>
    [Range(1, 65535)]
    public int IcePort { get; set; } = 6502;

    /// <summary>The Mumble server's <c>icesecretwrite</c>.</summary>
    public string IceSecret { get; set; } = "";

    /// <summary>The address by which the Mumble server reaches this site's worker.</summary>
    [Required]
    public string CallbackHost { get; set; } = "127.0.0.1";

    /// <summary>The local address on which the worker listens for the Mumble server; empty to listen on <see cref="CallbackHost"/> where that is an address of loopback, else on all.</summary>
    public string CallbackListen { get; set; } = "";

    /// <summary>The port for it; 0 for any free one.</summary>
    [Range(0, 65535)]
    public int CallbackPort { get; set; }

    /// <summary>Numbers of the virtual servers to serve; empty for all.</summary>
    public IReadOnlyList<int> Servers { get; set; } = [];

    /// <summary>Seconds after which everything is attached anew, since a Mumble server forgets us when it restarts.</summary>
    [Range(1, 3600)]
    public int WatchdogSeconds { get; set; } = 30;

    /// <summary>True refuses logins while the site cannot tell; false leaves them to the Mumble server, which may let strangers in.</summary>
    public bool RejectOnError { get; set; } = true;

    /// <summary>Lets pilots in by their certificate alone, once they signed in with their password by it.</summary>
    public bool CertificateLogin { get; set; }

    /// <summary>Ends the sessions of pilots who lost a group, so that they come back without it. Otherwise it ends with their session.</summary>
    public bool KickOnGroupLoss { get; set; }

    /// <summary>Shows the portrait of the main in Mumble.</summary>
    public bool Avatars { get; set; }

    /// <summary>Where portraits come from, with <c>{charid}</c> for the character's id.</summary>
    public string AvatarUrl { get; set; } = $"https://images.evetech.net/characters/{CharacterPlace}/portrait?size=32";

    /// <summary>Whether guests of temporary links must sign in with EVE; false lets them choose a form.</summary>
    public bool GuestsNeedSso { get; set; } = true;

    /// <summary>Moves idle pilots into a channel.</summary>
    public bool IdleHandler { get; set; }

    /// <summary>Seconds after which a pilot counts as idle.</summary>
    [Range(60, 86400)]
    public int IdleSeconds { get; set; } = 3600;

    /// <summary>The channel's number.</summary>
    [Range(0, int.MaxValue)]
    public int IdleChannel { get; set; } = 1;

    /// <summary>Channels that are left alone.</summary>
    public IReadOnlyList<int> IdleDenyList { get; set; } = [];

    /// <summary>Channels that are looked at; empty for all but those of <see cref="IdleDenyList"/>.</summary>
    public IReadOnlyList<int> IdleAllowList { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CallbackListen.Length > 0 && !IPAddress.TryParse(CallbackListen, out _))
        {
            yield return new($"must be an address of this machine such as 0.0.0.0, but is '{CallbackListen}'.", [nameof(CallbackListen)]);
            yield break;
        }

        // Without a secret, who reaches the callback port could try passwords as fast as it answers.
        if (Url.Length > 0 && Authenticator && IceSecret.Length == 0 && !IPAddress.IsLoopback(ListenOn))
        {
            yield return new("is missing. Set it to the icesecretwrite of the Mumble server; only on one and the same machine may it be empty.", [nameof(IceSecret)]);
        }

        if (Avatars && (!AvatarUrl.Contains(CharacterPlace, StringComparison.Ordinal) || !Uri.TryCreate(AvatarUrl, UriKind.Absolute, out _)))
        {
            yield return new($"must be an absolute address with {CharacterPlace} in it, but is '{AvatarUrl}'.", [nameof(AvatarUrl)]);
        }
    }

    /// <summary>The local address to listen on.</summary>
    internal IPAddress ListenOn =>
        CallbackListen.Length > 0 ? IPAddress.Parse(CallbackListen)
        : CallbackHost == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(CallbackHost, out var host) && IPAddress.IsLoopback(host) ? host
        : IPAddress.Any;
}
