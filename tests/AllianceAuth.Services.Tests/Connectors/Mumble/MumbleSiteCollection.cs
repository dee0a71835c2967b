using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

[CollectionDefinition(Name)]
public sealed class MumbleSiteCollection : ICollectionFixture<MumbleSite>
{
    public const string Name = "Mumble site";
}
