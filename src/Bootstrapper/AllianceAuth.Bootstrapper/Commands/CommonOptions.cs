using System.CommandLine;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>Makes <c>--data</c>.</summary>
    public static Option<string> Data(string folder) => new("--data")
    {
        Description = "Folder for the embedded database, keys and logs.",
        HelpName = "DIR",
        DefaultValueFactory = _ => folder,
    };
}

/// <summary>What the process tells its caller when it ends. 0 is success.</summary>
internal static class ExitCodes
{
    /// <summary>Something is wrong that the message names.</summary>
    public const int Failed = 1;

    /// <summary>The data folder is in use by another instance.</summary>
    public const int InUse = 3;
}
