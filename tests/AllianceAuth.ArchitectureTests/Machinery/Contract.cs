namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>What kind of type something is, as C# would say it.</summary>
internal static class Contract
{
    /// <summary>The compiler gives every record class a clone method and every record a printer of its members.</summary>
    public static bool IsRecord(TypeDefinition type) =>
        type.Methods.Any(m => m.Name == "<Clone>$") || (type.IsValueType && type.Methods.Any(m => m.Name == "PrintMembers"));

    public static bool IsStatic(TypeDefinition type) => type is { IsAbstract: true, IsSealed: true };

    /// <summary>A type and its type arguments, arrays opened.</summary>
    public static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
        TypeSpecification wrapper => Parts(wrapper.ElementType).Prepend(wrapper),
        _ => [type],
    };
}
