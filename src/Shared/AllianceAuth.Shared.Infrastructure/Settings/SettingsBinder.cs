using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Settings;

/// <summary>Fills settings from configuration and says which value does not fit, where the framework's binder would only name a type.</summary>
internal static class SettingsBinder
{
    public static void Bind<T>(T settings, IConfiguration configuration, string section)
        where T : class
    {
        var failures = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => WrongTypeOf(property, configuration[$"{section}:{property.Name}"], section))
            .OfType<string>()
            .ToList();
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(section, typeof(T), failures);
        }

        configuration.GetSection(section).Bind(settings);
    }

    private static string? WrongTypeOf(PropertyInfo property, string? value, string section)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (value is null || type == typeof(string) || (value.Length == 0 && type != property.PropertyType))
        {
            return null;
        }

        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
        {
            return null;
        }

        try
        {
            converter.ConvertFromInvariantString(value);
            return null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return SettingName.Message(section, property.Name, $"must be {Wanted(type)}, but is '{value}'.");
        }
    }

    private static string Wanted(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time span such as 00:00:30",
        _ when type == typeof(Uri) => "an address such as https://auth.example.com",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(decimal) || type == typeof(double) => "a number",
        _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ => "a value of type " + type.Name,
    };
}

/// <summary>Names a setting the way an operator writes it.</summary>
internal static class SettingName
{
    /// <summary>For example <c>Site:Url (environment variable Site__Url) is missing.</c></summary>
    public static string Message(string section, string property, string complaint)
    {
        var key = property.Length == 0 ? section : $"{section}:{property}";
        return $"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) {complaint}";
    }
}
