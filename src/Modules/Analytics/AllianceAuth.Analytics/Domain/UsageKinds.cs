namespace AllianceAuth.Analytics.Domain;

/// <summary>What can be sent, each with a switch of its own on every token. ANA-011.</summary>
[Flags]
internal enum UsageKinds
{
    None = 0,

    /// <summary>That the site exists, and how many users, tokens and modules it has.</summary>
    Figures = 1,

    /// <summary>The names of the modules that are installed.</summary>
    Modules = 2,

    /// <summary>What modules report of themselves.</summary>
    Reports = 4,
}
