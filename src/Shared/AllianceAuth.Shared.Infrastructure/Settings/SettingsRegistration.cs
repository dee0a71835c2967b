using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Settings;

/// <summary>Registers typed settings that are checked before the site starts.</summary>
public static class SettingsRegistration
{
    /// <summary>
    /// Binds a configuration section to a type and checks its annotations when the host starts. A wrong value stops the start with a message that
    /// names the setting; nothing falls back silently.
    /// </summary>
    /// <param name="services">The container. The configuration is taken from it when the settings are first needed.</param>
    /// <param name="section">For example <c>Site</c>.</param>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class, new()
    {
        if (services.Any(s => s.ServiceType == typeof(SettingsSection<T>)))
        {
            return services;
        }

        services.AddSingleton(new SettingsSection<T>(section));
        services.AddSingleton(SettingsPlace.Of<T>(section));
        services.TryAddSingleton(provider => new SettingsOverview(provider, provider.GetServices<SettingsPlace>()));
        services.AddOptions<T>()
            .Configure<IConfiguration>((settings, configuration) => SettingsBinder.Bind(settings, configuration, section))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, SettingsValidator<T>>());
        return services;
    }

    /// <summary>Reads settings before the container exists, with the same checks.</summary>
    /// <exception cref="OptionsValidationException">A value is wrong; the message names the setting.</exception>
    public static T ReadSettings<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = new T();
        SettingsBinder.Bind(settings, configuration, section);
        var failures = SettingsValidator<T>.FailuresOf(settings, section);
        return failures.Count == 0 ? settings : throw new OptionsValidationException(section, typeof(T), failures);
    }
}

/// <summary>Where settings of a type live.</summary>
internal sealed record SettingsSection<T>(string Name);
