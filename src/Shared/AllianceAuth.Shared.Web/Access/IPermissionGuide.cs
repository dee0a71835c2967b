namespace AllianceAuth.Shared.Web.Access;

/// <summary>Says where a permission comes from, for those who lack it. Implemented by Authentication.</summary>
public interface IPermissionGuide
{
    /// <summary>Names of states and groups that carry the permission and that anybody may know of; empty when there are none.</summary>
    ValueTask<IReadOnlyList<string>> SourcesOfAsync(string permission, CancellationToken cancellationToken);
}
