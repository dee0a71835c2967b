namespace AllianceAuth.Shared.Web;

/// <summary>Names the texts of the frame and the UI kit: <c>Texts/SharedWeb.resx</c>, keys that begin with <c>web.</c>.</summary>
public sealed class SharedWeb;
