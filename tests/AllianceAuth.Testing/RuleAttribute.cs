namespace AllianceAuth.Testing;

/// <summary>Says which numbered rule of the reference a test shows. One behaviour each, and only on a test that fails when the rule is broken.</summary>
/// <param name="id">For example <c>AUTH-012</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RuleAttribute(string id) : Attribute
{
    /// <summary>For example <c>AUTH-012</c>.</summary>
    public string Id { get; } = id;
}
