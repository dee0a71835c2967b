using System.ComponentModel.DataAnnotations;
using AllianceAuth.Services.Domain.NameFormats;

namespace AllianceAuth.Services;

/// <summary>Section <c>Services</c>: how users are named.</summary>
internal sealed class NameFormatSettings : IValidatableObject
{
    public const string Section = "Services";

    /// <summary>Names users on services that have no format of their own. DEFAULT_SERVICE_NAME_FORMAT.</summary>
    public string DefaultNameFormat { get; set; } = "[{corp_ticker}] {character_name}";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NameFormat.Read(DefaultNameFormat).Refusal is { } refusal)
        {
            yield return new($"is no name format, look at position {refusal.Arguments[0]}: '{DefaultNameFormat}'. Its fields are {NameField.AllNames}.", [nameof(DefaultNameFormat)]);
        }
    }
}
