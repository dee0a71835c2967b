namespace AllianceAuth.Shared.Web.Kit;

/// <summary>What an input inside a field needs to know.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name in the form.</param>
/// <param name="DescribedBy">Ids of help and error, for <c>aria-describedby</c>.</param>
/// <param name="IsInvalid">Whether it holds an error.</param>
public sealed record FieldContext(string Id, string Name, string? DescribedBy, bool IsInvalid);
