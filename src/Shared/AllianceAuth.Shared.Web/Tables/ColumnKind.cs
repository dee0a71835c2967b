namespace AllianceAuth.Shared.Web.Tables;

/// <summary>What a column is on a phone, where each row is a card.</summary>
public enum ColumnKind
{
    /// <summary>"label value", below the first line.</summary>
    Plain,

    /// <summary>What the row is about: first, on the first line.</summary>
    Head,

    /// <summary>The one telling value: right on the first line.</summary>
    Side,

    /// <summary>Needs no label.</summary>
    Bare,

    /// <summary>A line of its own.</summary>
    Wide,

    /// <summary>Buttons.</summary>
    Actions,

    /// <summary>The tick box.</summary>
    Pick,
}

/// <summary>Where a column is dropped.</summary>
public enum ColumnFit
{
    /// <summary>Nowhere.</summary>
    Always,

    /// <summary>On a phone only.</summary>
    NotPhone,

    /// <summary>When the table is under 800 px wide.</summary>
    Medium,

    /// <summary>When the table is under 1000 px wide, and on a phone.</summary>
    Wide,
}
