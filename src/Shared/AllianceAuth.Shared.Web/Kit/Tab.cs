namespace AllianceAuth.Shared.Web.Kit;

/// <summary>One of several pages of a module, or one of several views of a list.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Href">Its local address.</param>
/// <param name="IsCurrent">Whether it is the one shown.</param>
/// <param name="Count">How many wait there; null for no number.</param>
public sealed record Tab(string Text, string Href, bool IsCurrent, int? Count = null);
