using Mono.Cecil.Cil;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>Which types a type uses: in signatures, attributes and bodies, those of its nested types (lambdas, asynchronous methods) included.</summary>
internal sealed class Uses
{
    private readonly Dictionary<string, TypeReference> _found = new(StringComparer.Ordinal);

    private Uses()
    {
    }

    /// <summary>Everything the type uses, itself and its nested types left out.</summary>
    public static IReadOnlyCollection<TypeReference> Of(TypeDefinition type)
    {
        var uses = new Uses();
        uses.AddType(type);
        return [.. uses._found.Values.Where(used => Outermost(used).FullName != Outermost(type).FullName)];
    }

    public static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    /// <summary>Types written by a person: not nested, not made by the compiler.</summary>
    public static IEnumerable<TypeDefinition> Written(ModuleDefinition module) =>
        module.Types.Where(t => t.Name != "<Module>" && !IsCompilerMade(t) && !IsCompilerMade(t.Namespace));

    public static bool IsCompilerMade(TypeDefinition type) =>
        type.Name.StartsWith('<') || type.CustomAttributes.Any(a => a.AttributeType.FullName == "System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    /// <summary>The string literals in the bodies of a type and its nested types, each with the instruction that loads it.</summary>
    public static IEnumerable<(string Text, Instruction At)> Literals(TypeDefinition type) =>
        from method in WithNested(type).SelectMany(t => t.Methods)
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.OpCode == OpCodes.Ldstr
        select ((string)instruction.Operand, instruction);

    public static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    // Analyzers and source generators add attributes of their own to assemblies, in namespaces of the framework.
    private static bool IsCompilerMade(string name) =>
        name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal);

    private void AddType(TypeDefinition type)
    {
        Add(type.BaseType);
        AddAttributes(type);
        AddGenerics(type);
        foreach (var implemented in type.Interfaces)
        {
            Add(implemented.InterfaceType);
        }

        foreach (var field in type.Fields)
        {
            Add(field.FieldType);
            AddAttributes(field);
        }

        foreach (var property in type.Properties)
        {
            AddAttributes(property);
        }

        foreach (var method in type.Methods)
        {
            AddMethod(method);
        }

        foreach (var nested in type.NestedTypes)
        {
            AddType(nested);
        }
    }

    private void AddMethod(MethodDefinition method)
    {
        AddSignature(method);
        AddAttributes(method);
        AddGenerics(method);
        foreach (var parameter in method.Parameters)
        {
            AddAttributes(parameter);
        }

        foreach (var overridden in method.Overrides)
        {
            Add(overridden.DeclaringType);
        }

        if (!method.HasBody)
        {
            return;
        }

        foreach (var variable in method.Body.Variables)
        {
            Add(variable.VariableType);
        }

        foreach (var handler in method.Body.ExceptionHandlers)
        {
            Add(handler.CatchType);
        }

        foreach (var instruction in method.Body.Instructions)
        {
            AddOperand(instruction.Operand);
        }
    }

    private void AddOperand(object? operand)
    {
        switch (operand)
        {
            case TypeReference type:
                Add(type);
                break;
            case FieldReference field:
                Add(field.DeclaringType);
                Add(field.FieldType);
                break;
            case MethodReference method:
                Add(method.DeclaringType);
                AddSignature(method);
                break;
        }

        if (operand is GenericInstanceMethod generic)
        {
            foreach (var argument in generic.GenericArguments)
            {
                Add(argument);
            }
        }
    }

    private void AddSignature(MethodReference method)
    {
        Add(method.ReturnType);
        foreach (var parameter in method.Parameters)
        {
            Add(parameter.ParameterType);
        }
    }

    private void AddGenerics(IGenericParameterProvider provider)
    {
        foreach (var constraint in provider.GenericParameters.SelectMany(p => p.Constraints))
        {
            Add(constraint.ConstraintType);
        }
    }

    private void AddAttributes(ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
        {
            Add(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments.Where(a => a.Value is TypeReference))
            {
                Add((TypeReference)argument.Value);
            }
        }
    }

    private void Add(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                foreach (var argument in generic.GenericArguments)
                {
                    Add(argument);
                }

                Add(generic.ElementType);
                return;
            case IModifierType modifier:
                Add(modifier.ModifierType);
                Add(modifier.ElementType);
                return;
            case TypeSpecification wrapper:
                Add(wrapper.ElementType);
                return;
            default:
                _found.TryAdd(type.FullName, type);
                return;
        }
    }
}
