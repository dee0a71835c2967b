using System.Xml.Linq;
using AllianceAuth.Shared.Secrets;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Secrets;

/// <summary>Keeps the keys of cookies and antiforgery tokens in the database, so that every node reads every session.</summary>
/// <remarks>The framework's interface is synchronous; it is called once at the start and once a day.</remarks>
internal sealed class DataProtectionKeyRepository(NpgsqlDataSource source) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = source.CreateCommand("SELECT xml FROM platform.data_protection_keys ORDER BY id");
        using var reader = command.ExecuteReader();
        List<XElement> elements = [];
        while (reader.Read())
        {
            elements.Add(XElement.Parse(reader.GetString(0)));
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = source.CreateCommand("INSERT INTO platform.data_protection_keys (id, name, xml) VALUES ($1, $2, $3)");
        command.Parameters.Add(new() { Value = Guid.CreateVersion7() });
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}

/// <summary>Seals those keys under the master key before they are stored.</summary>
internal sealed class DataProtectionKeyEncryptor(ISecretProtector protector) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var envelope = protector.Protect(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("sealed", envelope), typeof(DataProtectionKeyDecryptor));
    }
}

/// <summary>Opens them again. The framework makes it from the type's name in the stored XML, with this constructor.</summary>
internal sealed class DataProtectionKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly ISecretProtector _protector = services.GetRequiredService<ISecretProtector>();

    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(_protector.Unprotect(encryptedElement.Value));
}
