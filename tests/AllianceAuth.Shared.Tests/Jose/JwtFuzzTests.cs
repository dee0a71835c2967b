using AllianceAuth.Shared.Infrastructure.Jose;
using AllianceAuth.Shared.Infrastructure.Platform;
using FsCheck;
using FsCheck.Fluent;

namespace AllianceAuth.Shared.Tests.Jose;

public sealed class JwtFuzzTests
{
    private static readonly JsonWebKeySet Keys = JsonWebKeySet.Parse(Vectors.SignatureKeys)!;
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(20_000);

    [Fact]
    public void A_token_changed_in_any_letter_never_verifies_and_never_throws() => Check.One(Many, Prop.ForAll(
        (from token in Gen.Elements(Vectors.RsaToken, Vectors.EcToken)
         from at in Gen.Choose(0, token.Length - 1)
         from letter in Gen.OneOf(Gen.Elements("ABCabc019-_.=+/ {}\"\0é".ToCharArray()), ArbMap.Default.GeneratorFor<char>())
         from way in Gen.Choose(0, 2)
         select (token, changed: Change(token, at, letter, way))).ToArbitrary(),
        pair => pair.changed == pair.token || !JwtReader.ReadSigned(pair.changed, Keys).IsValid));

    [Fact]
    public void Random_text_never_verifies_and_never_throws() => Check.One(Many, Prop.ForAll(
        Gen.OneOf(
            ArbMap.Default.GeneratorFor<string?>(),
            from parts in Gen.ListOf(from bytes in ArbMap.Default.GeneratorFor<byte[]>() select Base64UrlText.Encode(bytes ?? []))
            select string.Join('.', parts)).ToArbitrary(),
        text => !JwtReader.ReadSigned(text, Keys).IsValid));

    [Fact]
    public void Random_headers_and_claims_never_verify_and_never_throw() => Check.One(Many, Prop.ForAll(
        (from head in Json
         from body in Json
         from seal in ArbMap.Default.GeneratorFor<byte[]>()
         select $"{Encode(head)}.{Encode(body)}.{Base64UrlText.Encode(seal ?? [])}").ToArbitrary(),
        token => !JwtReader.ReadSigned(token, Keys).IsValid));

    [Fact]
    public void Random_key_documents_never_throw() => Check.One(Many, Prop.ForAll(
        (from keys in Gen.ListOf(Json) select $$"""{"keys":[{{string.Join(',', keys)}}]}""").ToArbitrary(),
        json => JsonWebKeySet.Parse(json) is null or { Keys.Count: >= 0 }));

    private static Gen<string> Json =>
        from members in Gen.ListOf(
            from name in Gen.Elements("alg", "kid", "crit", "typ", "kty", "n", "e", "x", "y", "crv", "use", "exp", "aud", "\\ud800")
            from value in Gen.Elements("\"RS256\"", "\"ES256\"", "\"none\"", "\"RSA\"", "\"EC\"", "\"P-256\"", "\"sig\"", "\"\\ud800\"", "\"AQAB\"", "null", "7", "1e999", "[]", "{}", "[\"a\"", "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"", "\"\"")
            select $"\"{name}\":{value}")
        select "{" + string.Join(',', members) + "}";

    private static string Encode(string text) => Base64UrlText.Encode(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Change(string token, int at, char letter, int way) => way switch
    {
        0 => token[..at] + letter + token[(at + 1)..],
        1 => token[..at] + letter + token[at..],
        _ => token.Remove(at, 1),
    };
}
