using System.Globalization;
using System.Text.Json;

namespace AllianceAuth.Simulator.Tests.Support;

/// <summary>As much of JSON Schema as API descriptions use. Unlike the standard, it does not take properties that no schema names: a misspelt field must not pass.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    public IEnumerable<string> Check(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = Resolve(reference.GetString()!);
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            return all.EnumerateArray().SelectMany(s => Check(value, s, at));
        }

        if (schema.TryGetProperty("oneOf", out var choices) || schema.TryGetProperty("anyOf", out choices))
        {
            return choices.EnumerateArray().Any(s => !Check(value, s, at).Any()) ? [] : [$"{at}: fits none of the choices"];
        }

        if (!HasType(value, schema))
        {
            return [$"{at}: {value.ValueKind} is not {schema.GetProperty("type")}"];
        }

        var problems = schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value))
            ? new[] { $"{at}: {value} is not one of {allowed}" }
            : [];
        return problems.Concat(value.ValueKind switch
        {
            JsonValueKind.Object => CheckObject(value, schema, at),
            JsonValueKind.Array => CheckArray(value, schema, at),
            JsonValueKind.String => CheckText(value.GetString()!, schema, at),
            JsonValueKind.Number => CheckNumber(value, schema, at),
            _ => [],
        });
    }

    private IEnumerable<string> CheckObject(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(r => r.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
            {
                yield return $"{at}: {name} is missing";
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var here = $"{at}.{member.Name}";
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known))
            {
                foreach (var problem in Check(member.Value, known, here))
                {
                    yield return problem;
                }
            }
            else if (!schema.TryGetProperty("additionalProperties", out var additional) || additional.ValueKind == JsonValueKind.False)
            {
                yield return $"{here}: no such property";
            }
            else if (additional.ValueKind == JsonValueKind.Object)
            {
                foreach (var problem in Check(member.Value, additional, here))
                {
                    yield return problem;
                }
            }
        }
    }

    private IEnumerable<string> CheckArray(JsonElement value, JsonElement schema, string at)
    {
        var length = value.GetArrayLength();
        if (length < Bound(schema, "minItems", 0) || length > Bound(schema, "maxItems", double.MaxValue))
        {
            yield return $"{at}: {length} items";
        }

        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean() && value.EnumerateArray().Select(i => i.GetRawText()).Distinct().Count() < length)
        {
            yield return $"{at}: an item comes twice";
        }

        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            foreach (var problem in schema.TryGetProperty("items", out var items) ? Check(item, items, $"{at}[{i}]") : [])
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> CheckText(string value, JsonElement schema, string at)
    {
        if (value.Length < Bound(schema, "minLength", 0) || value.Length > Bound(schema, "maxLength", double.MaxValue))
        {
            yield return $"{at}: {value.Length} characters";
        }

        var fits = Format(schema) switch
        {
            "date-time" => DateTimeOffset.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uuid" => Guid.TryParse(value, out _),
            _ => true,
        };
        if (!fits)
        {
            yield return $"{at}: '{value}' is no {Format(schema)}";
        }
    }

    private static IEnumerable<string> CheckNumber(JsonElement value, JsonElement schema, string at)
    {
        var number = value.GetDouble();
        if (number < Bound(schema, "minimum", double.MinValue) || number > Bound(schema, "maximum", double.MaxValue))
        {
            yield return $"{at}: {value} is out of range";
        }

        if ((Format(schema) == "int64" && !value.TryGetInt64(out _)) || (Format(schema) == "int32" && !value.TryGetInt32(out _)))
        {
            yield return $"{at}: {value} is no {Format(schema)}";
        }
    }

    private static bool HasType(JsonElement value, JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return true;
        }

        var names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];
        var nullable = schema.TryGetProperty("nullable", out var n) && n.GetBoolean();
        return value.ValueKind switch
        {
            JsonValueKind.Null => nullable || names.Contains("null"),
            JsonValueKind.Object => names.Contains("object"),
            JsonValueKind.Array => names.Contains("array"),
            JsonValueKind.String => names.Contains("string"),
            JsonValueKind.Number => names.Contains("number") || (names.Contains("integer") && value.TryGetInt64(out _)),
            _ => names.Contains("boolean"),
        };
    }

    private static double Bound(JsonElement schema, string name, double otherwise) => schema.TryGetProperty(name, out var bound) ? bound.GetDouble() : otherwise;

    private static string Format(JsonElement schema) => schema.TryGetProperty("format", out var format) ? format.GetString()! : "";

    private JsonElement Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate(root, (element, name) => element.GetProperty(name));
}
