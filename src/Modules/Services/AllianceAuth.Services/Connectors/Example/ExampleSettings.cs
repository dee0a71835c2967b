using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Services.Connectors.Example;

/// <summary>Where the example service is. Section <c>Services:Example</c>.</summary>
internal sealed class ExampleSettings
{
    public const string Section = "Services:Example";

    /// <summary>Address of the service; empty while the site has none, and then nothing of it is shown.</summary>
    [RegularExpression("(https?://.+)?", ErrorMessage = "must be an http or https address, for example https://example.example.com.")]
    public string BaseUrl { get; set; } = "";

    /// <summary>What the service lets us in with.</summary>
    public string Key { get; set; } = "";
}
