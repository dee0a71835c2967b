using AllianceAuth.Shared.Web.Responses;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/dashboard/")]
    [InlineData("/groups/?q=a%2Fb&page=2#group-7")]
    [InlineData("/a//b")]
    [InlineData("/%2F%2Fevil.example")]
    public void A_path_of_ours_is_taken(string next) => Assert.Equal(next, LocalPath.OrDefault(next, "/home/"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("dashboard/")]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\\/evil.example")]
    [InlineData("/path\\..\\..")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("@evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("/\0")]
    [InlineData("/a\u2028b")]
    [InlineData(" //evil.example")]
    public void Anything_else_is_not(string? next) => Assert.Equal("/home/", LocalPath.OrDefault(next, "/home/"));

    [Fact]
    public void Whatever_is_taken_stays_on_this_host_as_a_browser_reads_it()
    {
        var site = new Uri("https://auth.example/");
        var pieces = Gen.Elements("/", "\\", "//", "evil.example", ":", "https:", "\t", "\n", "@", "?", "#", "a", "%2f", "..", ".", " ");
        var addresses = from list in Gen.ListOf(pieces) select string.Concat(list);

        Prop.ForAll(Arb.From(addresses), next =>
        {
            var taken = LocalPath.OrNull(next);

            // Browsers drop tabs and line breaks and read a backslash as a slash before anything else.
            var asRead = taken?.Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace('\\', '/');
            return asRead is null || new Uri(site, asRead).Host == site.Host;
        }).QuickCheckThrowOnFailure();
    }
}
