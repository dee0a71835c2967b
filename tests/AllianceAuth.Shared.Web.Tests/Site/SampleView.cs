using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Web.Tests.Site;

public sealed record SampleView(string Title, Refusal? Refusal = null);
