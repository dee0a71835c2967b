using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Settings;

/// <summary>Checks annotations and <see cref="IValidatableObject"/> and words the result for the operator.</summary>
internal sealed class SettingsValidator<T>(SettingsSection<T> section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var failures = FailuresOf(options, section.Name);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    internal static IReadOnlyList<string> FailuresOf(T settings, string section)
    {
        List<string> failures = [];
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(settings);
            var context = new ValidationContext(settings) { MemberName = property.Name };
            var broken = property.GetCustomAttributes<ValidationAttribute>(inherit: true).FirstOrDefault(a => a.GetValidationResult(value, context) != ValidationResult.Success);
            if (broken is not null)
            {
                failures.Add(SettingName.Message(section, property.Name, Complaint(broken, value, property.Name)));
            }
        }

        if (failures.Count == 0 && settings is IValidatableObject self)
        {
            failures.AddRange(
                from result in self.Validate(new ValidationContext(settings))
                where result != ValidationResult.Success
                from member in result.MemberNames.DefaultIfEmpty("")
                select SettingName.Message(section, member, result.ErrorMessage ?? "is not valid."));
        }

        return failures;
    }

    private static string Complaint(ValidationAttribute broken, object? value, string name) => broken switch
    {
        // These two always have a message; only one that the settings gave them says more than ours.
        UrlAttribute url when url.ErrorMessage == new UrlAttribute().ErrorMessage => $"must be an absolute address that starts with http:// or https://, but is '{value}'.",
        EmailAddressAttribute mail when mail.ErrorMessage == new EmailAddressAttribute().ErrorMessage => $"must be a mail address, but is '{value}'.",
        { ErrorMessage: { } own } => own,
        RequiredAttribute => "is missing. Set it.",
        RangeAttribute range => $"must be between {range.Minimum} and {range.Maximum}, but is {value}.",
        MaxLengthAttribute max => $"must have at most {max.Length} characters or entries.",
        MinLengthAttribute min => $"must have at least {min.Length} characters or entries.",
        StringLengthAttribute length => $"must have {length.MinimumLength} to {length.MaximumLength} characters.",
        AllowedValuesAttribute allowed => $"must be one of {string.Join(", ", allowed.Values)}, but is '{value}'.",
        RegularExpressionAttribute pattern => $"must match the pattern {pattern.Pattern}, but is '{value}'.",
        _ => broken.FormatErrorMessage(name),
    };
}
