using AllianceAuth.Shared.Web.Flashes;

namespace AllianceAuth.Shared.Web.Kit;

/// <summary>What a part says about the state of a thing. Colour is used for nothing else.</summary>
public enum Tone
{
    /// <summary>A neutral fact.</summary>
    None,

    /// <summary>Done, holds.</summary>
    Ok,

    /// <summary>Under way, wait.</summary>
    Info,

    /// <summary>Look at this.</summary>
    Warn,

    /// <summary>Lost, refused or urgent.</summary>
    Bad,
}

/// <summary>How a tone looks.</summary>
public static class ToneStyle
{
    extension(Tone tone)
    {
        /// <summary>The style sheet's class, with a space before it; empty for a neutral fact.</summary>
        public string Css => tone switch
        {
            Tone.Ok => " is-ok",
            Tone.Info => " is-info",
            Tone.Warn => " is-warn",
            Tone.Bad => " is-bad",
            _ => "",
        };

        /// <summary>Font Awesome classes of the usual sign.</summary>
        public string Icon => tone switch
        {
            Tone.Ok => "fa-solid fa-circle-check",
            Tone.Warn => "fa-solid fa-triangle-exclamation",
            Tone.Bad => "fa-solid fa-circle-exclamation",
            _ => "fa-solid fa-circle-info",
        };
    }
}

/// <summary>The tone of messages.</summary>
public static class FlashTone
{
    extension(FlashLevel level)
    {
        /// <summary>The tone a message is shown in. UI-026: an error is shown as "danger".</summary>
        public Tone Tone => level switch
        {
            FlashLevel.Success => Tone.Ok,
            FlashLevel.Warning => Tone.Warn,
            FlashLevel.Error => Tone.Bad,
            _ => Tone.Info,
        };
    }
}
