namespace AllianceAuth.Shared.Secrets;

/// <summary>Seals short secrets (tokens, service passwords) before they are stored, so that a stolen database dump opens no doors.</summary>
public interface ISecretProtector
{
    /// <summary>Seals a secret under the current key. Sealing the same secret twice gives two different texts.</summary>
    /// <param name="plain">The secret.</param>
    /// <returns>Printable ASCII, about 4/3 of the length plus 60 characters.</returns>
    string Protect(string plain);

    /// <summary>Opens what <see cref="Protect"/> sealed, under the current key or an earlier one.</summary>
    /// <param name="envelope">The sealed text.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed, or sealed under a key this node does not have.</exception>
    string Unprotect(string envelope);
}
