using System.Globalization;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>What an assembly promises to others, as text: every public type with its members, in an order that does not depend on the source.</summary>
internal static class PublicShape
{
    public static string Of(ModuleDefinition module) =>
        string.Join("\n\n", Uses.Written(module).Where(t => t.IsPublic).OrderBy(t => t.FullName, StringComparer.Ordinal).Select(Describe));

    private static string Describe(TypeDefinition type)
    {
        var lines = new List<string>();
        if (type.CustomAttributes.SingleOrDefault(a => a.AttributeType.Name == "EventNameAttribute") is { } name)
        {
            lines.Add($"[EventName(\"{name.ConstructorArguments[0].Value}\")]");
        }

        lines.Add(Head(type));
        var members = Members(type).Select(member => "    " + member);
        lines.AddRange(type.IsEnum ? members : members.Order(StringComparer.Ordinal));
        return string.Join('\n', lines);
    }

    private static string Head(TypeDefinition type)
    {
        var interfaces = type.Interfaces
            .Where(i => i.InterfaceType.GetElementType().FullName is not ("System.IEquatable`1" or "MediatR.IBaseRequest" or "MediatR.INotification"))
            .Select(i => CSharpNames.Write(i.InterfaceType, i, type))
            .Where(i => i != "IRequest<Unit>")
            .ToList();
        var bases = interfaces.Count == 0 || type.IsEnum ? "" : $" : {string.Join(", ", interfaces)}";
        return $"{Kind(type)} {type.FullName}{Parameters(type)}{bases}";
    }

    private static string Kind(TypeDefinition type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : Contract.IsRecord(type) ? type.IsValueType ? "record struct" : "record"
        : Contract.IsStatic(type) ? "static class"
        : type.IsValueType ? "struct" : "class";

    private static string Parameters(TypeDefinition type) =>
        Primary(type) is { } primary ? $"({string.Join(", ", primary.Parameters.Select(p => Describe(p, primary)))})" : "";

    private static MethodDefinition? Primary(TypeDefinition type) =>
        Contract.IsRecord(type) ? type.Methods.Where(m => m.IsConstructor && m.IsPublic && !m.IsStatic).MaxBy(m => m.Parameters.Count) : null;

    private static string Describe(ParameterDefinition parameter, MethodDefinition method) =>
        $"{CSharpNames.Write(parameter.ParameterType, parameter, method)} {parameter.Name}" + (parameter.HasConstant ? $" = {Value(parameter.Constant)}" : "");

    private static IEnumerable<string> Members(TypeDefinition type)
    {
        var told = Primary(type)?.Parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var property in type.Properties.Where(p => p.GetMethod is { IsPublic: true } && !told.Contains(p.Name)))
        {
            yield return $"{CSharpNames.Write(property.PropertyType, property, type)} {property.Name}" + (property.SetMethod is { IsPublic: true } ? " { get; set; }" : " { get; }");
        }

        foreach (var field in type.Fields.Where(f => f.IsPublic && !f.IsSpecialName && (f.HasConstant || f.IsStatic)))
        {
            yield return type.IsEnum ? $"{field.Name} = {Value(field.Constant)}"
                : $"{(field.HasConstant ? "const" : "static")} {CSharpNames.Write(field.FieldType, field, type)} {field.Name}" + (field.HasConstant ? $" = {Value(field.Constant)}" : "");
        }

        foreach (var method in type.Methods.Where(m => m.IsPublic && !m.IsConstructor && !IsMadeByTheCompiler(m, type)))
        {
            yield return (method.IsStatic ? "static " : "")
                + $"{CSharpNames.Write(method.ReturnType, method.MethodReturnType, method)} {method.Name}({string.Join(", ", method.Parameters.Select(p => Describe(p, method)))})";
        }
    }

    // The static methods behind an extension property are all the assembly shows of it.
    private static bool IsMadeByTheCompiler(MethodDefinition method, TypeDefinition type) =>
        (method.IsSpecialName && !Contract.IsStatic(type))
        || (Contract.IsRecord(type) && (method.Name is "<Clone>$" or "Deconstruct" or "PrintMembers" || (method.IsVirtual && method.Name is "Equals" or "GetHashCode" or "ToString")));

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
