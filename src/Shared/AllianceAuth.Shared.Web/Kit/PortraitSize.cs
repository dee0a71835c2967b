namespace AllianceAuth.Shared.Web.Kit;

/// <summary>Sizes of portraits, in CSS pixels.</summary>
public enum PortraitSize
{
    /// <summary>In a line of text.</summary>
    Small = 22,

    /// <summary>In a table row.</summary>
    Row = 30,

    /// <summary>In a menu or list.</summary>
    Medium = 40,

    /// <summary>In a card.</summary>
    Large = 64,

    /// <summary>At the head of a page.</summary>
    Hero = 104,
}

/// <summary>Sizes of logos, in CSS pixels.</summary>
public enum LogoSize
{
    /// <summary>In a table row.</summary>
    Row = 22,

    /// <summary>In a card.</summary>
    Medium = 32,

    /// <summary>At the head of a card or page.</summary>
    Large = 44,
}
