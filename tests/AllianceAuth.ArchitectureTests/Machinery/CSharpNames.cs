namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>Writes types as C# does, with question marks where null may stand.</summary>
internal static class CSharpNames
{
    private const string NullableFlags = "System.Runtime.CompilerServices.NullableAttribute";
    private const string NullableContext = "System.Runtime.CompilerServices.NullableContextAttribute";

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.Int16"] = "short",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
        ["System.Decimal"] = "decimal",
        ["System.String"] = "string",
        ["System.Char"] = "char",
        ["System.Object"] = "object",
        ["System.Void"] = "void",
    };

    /// <summary>A type in the place it stands in.</summary>
    /// <param name="type">What to write.</param>
    /// <param name="place">Bears the flags: parameter, property, field, implemented interface.</param>
    /// <param name="owner">The member or type the place belongs to.</param>
    public static string Write(TypeReference type, ICustomAttributeProvider place, IMemberDefinition? owner)
    {
        var flags = place.CustomAttributes.SingleOrDefault(a => a.AttributeType.FullName == NullableFlags)?.ConstructorArguments[0].Value;
        return flags switch
        {
            CustomAttributeArgument[] each => Write(type, new Flags([.. each.Select(f => (byte)f.Value)], 0)),
            byte all => Write(type, new Flags([], all)),
            _ => Write(type, new Flags([], Context(owner))),
        };
    }

    public static string Short(TypeReference type)
    {
        var name = type.Name.Split('`')[0];
        return Keywords.GetValueOrDefault(type.FullName) ?? (type.DeclaringType is null ? name : $"{Short(type.DeclaringType)}.{name}");
    }

    // The compiler lists one flag for each type in the tree, root first; types that cannot be null and have no arguments are left out.
    private static string Write(TypeReference type, Flags flags)
    {
        if (type is ArrayType array)
        {
            var mayBeNull = flags.Next();
            return Write(array.ElementType, flags) + "[]" + mayBeNull;
        }

        if (type is not GenericInstanceType generic)
        {
            return Short(type) + (type.IsValueType ? "" : flags.Next());
        }

        var question = flags.Next();
        var arguments = generic.GenericArguments.Select(argument => Write(argument, flags)).ToList();
        return generic.ElementType.FullName switch
        {
            "System.Nullable`1" => arguments[0] + "?",
            { } name when name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) => $"({string.Join(", ", arguments)})",
            _ => $"{Short(generic.ElementType)}<{string.Join(", ", arguments)}>{(generic.IsValueType ? "" : question)}",
        };
    }

    private static byte Context(IMemberDefinition? owner)
    {
        for (var current = owner; current is not null; current = current.DeclaringType)
        {
            if (current.CustomAttributes.SingleOrDefault(a => a.AttributeType.FullName == NullableContext) is { } context)
            {
                return (byte)context.ConstructorArguments[0].Value;
            }
        }

        return 0;
    }

    private sealed class Flags(byte[] each, byte all)
    {
        private int _next;

        public string Next() => (each.Length == 0 ? all : each[_next++]) == 2 ? "?" : "";
    }
}
