using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Live;
using AllianceAuth.Shared.Infrastructure.Mail;
using AllianceAuth.Shared.Infrastructure.Secrets;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Mail;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Platform;

/// <summary>Registers what the house does for every module: cache, jobs, mail, secrets, outside clients.</summary>
public static class PlatformRegistration
{
    // Part of every cookie's key; another name would sign everybody out.
    private const string ApplicationName = "AllianceAuth";

    /// <summary>
    /// Registers all of it. Needs <see cref="InfrastructureRegistration.AddDatabaseAndEvents"/> beside it, and the migrations run before the host
    /// starts its services.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configuration">Read here only for the node's role; everything else is read when the host starts.</param>
    /// <param name="dataDirectory">Where the key file lives when the settings hold no key.</param>
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<SiteSettings>(SiteSettings.Section);
        services.AddSettings<OutsideSettings>(OutsideSettings.Section);
        services.AddModuleDatabase<PlatformDb>(PlatformDb.SchemaName);
        return services
            .AddNodeChannel()
            .AddTwoLevelCache()
            .AddJobs(configuration)
            .AddMail()
            .AddSecrets(dataDirectory);
    }

    private static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSettings<MailSettings>(MailSettings.Section);
        services.AddJob<SendMailJob>(SendMailJob.Definition);
        services.AddScoped<Mailbox>();
        return services.AddSingleton<IMailer, Mailer>();
    }

    private static IServiceCollection AddSecrets(this IServiceCollection services, string dataDirectory)
    {
        services.AddSettings<SecretSettings>(SecretSettings.Section);
        services.AddSingleton(provider => MasterKeys.Load(provider.GetRequiredService<IOptions<SecretSettings>>().Value, dataDirectory));
        services.AddSingleton<ISecretProtector, SecretProtector>();
        // GCM seals and checks in one pass: half the processor time of the default, which every session and form token pays.
        services.AddDataProtection().SetApplicationName(ApplicationName)
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource, ISecretProtector>((keys, source, protector) =>
        {
            keys.XmlRepository = new DataProtectionKeyRepository(source);
            keys.XmlEncryptor = new DataProtectionKeyEncryptor(protector);
        });
        return services;
    }
}
