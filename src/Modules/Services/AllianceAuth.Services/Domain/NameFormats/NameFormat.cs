using System.Text;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Services.Domain.NameFormats;

/// <summary>A format of names: a Python format string of the fields of SVC-027. SVC-030, C-36.</summary>
internal sealed class NameFormat
{
    private readonly List<Part> _parts;

    private NameFormat(List<Part> parts) => _parts = parts;

    /// <summary>Reads a format, or says what is wrong with it and where. Positions count from 1.</summary>
    public static (NameFormat? Format, Refusal? Refusal) Read(string text)
    {
        var reader = new Reader(text);
        return reader.Read() is { } parts ? (new NameFormat(parts), null) : (null, reader.Refusal);
    }

    /// <summary>The name of somebody, without blanks at its ends. SVC-031, C-37.</summary>
    public string NameFor(NameBearer bearer)
    {
        var name = new StringBuilder();
        foreach (var part in _parts)
        {
            name.Append(part.For(bearer));
        }

        return name.ToString().Trim();
    }

    private sealed record Part(string Literal, NameField? Field, char Conversion, FormatSpec Spec)
    {
        public string For(NameBearer bearer)
        {
            if (Field is null)
            {
                return Literal;
            }

            var text = Field.Text(bearer);
            var isNumber = Field.IsNumber && text.Length > 0;
            return Conversion switch
            {
                's' => Spec.Write(text),
                'r' or 'a' => Spec.Write(isNumber ? text : PythonText.Quote(text, Conversion == 'a')),
                _ => Field.IsNumber ? Spec.WriteNumber(text) : Spec.Write(text),
            };
        }
    }

    private sealed class Reader(string text)
    {
        private int _at;

        public Refusal? Refusal { get; private set; }

        public List<Part>? Read()
        {
            List<Part> parts = [];
            var literal = new StringBuilder();
            while (_at < text.Length)
            {
                var sign = text[_at];
                if (sign is not ('{' or '}'))
                {
                    literal.Append(sign);
                    _at++;
                }
                else if (_at + 1 < text.Length && text[_at + 1] == sign)
                {
                    literal.Append(sign);
                    _at += 2;
                }
                else if (sign == '}')
                {
                    Refuse("close", _at);
                    return null;
                }
                else if (ReadField() is { } field)
                {
                    parts.Add(new Part(literal.ToString(), null, default, FormatSpec.Plain));
                    parts.Add(field);
                    literal.Clear();
                }
                else
                {
                    return null;
                }
            }

            parts.Add(new Part(literal.ToString(), null, default, FormatSpec.Plain));
            return parts;
        }

        private Part? ReadField()
        {
            var open = _at;
            var close = text.IndexOf('}', open);
            if (text.IndexOf('{', open + 1) is var inner and > 0 && (close < 0 || inner < close))
            {
                return Refuse("nested", inner, NameField.AllNames);
            }

            if (close < 0)
            {
                return Refuse("open", open);
            }

            var content = text[(open + 1)..close];
            var end = content.IndexOfAny(['!', ':']);
            var name = end < 0 ? content : content[..end];
            if (FindField(name, open) is not { } field)
            {
                return null;
            }

            var conversion = default(char);
            if (end >= 0 && content[end] == '!')
            {
                conversion = end + 1 < content.Length ? content[end + 1] : default;
                if (conversion is not ('s' or 'r' or 'a') || (end + 2 < content.Length && content[end + 2] != ':'))
                {
                    return Refuse("conversion", open + 1 + end, content[(end + 1)..]);
                }

                end = end + 2 < content.Length ? end + 2 : -1;
            }

            var spec = end < 0 ? "" : content[(end + 1)..];
            _at = close + 1;
            return FormatSpec.Read(spec, field.IsNumber && conversion == default, out var fault) is { } read
                ? new Part("", field, conversion, read)
                : fault == "width" ? Refuse("width", open + 2 + end, $"{FormatSpec.Widest}") : Refuse(fault, open + 2 + end, spec, name);
        }

        private NameField? FindField(string name, int open)
        {
            if (NameField.Find(name) is { } field)
            {
                return field;
            }

            if (name.Length == 0 || name.All(char.IsAsciiDigit))
            {
                Refuse("positional", open, NameField.AllNames);
            }
            else if (name.IndexOfAny(['.', '[']) is var access and >= 0)
            {
                Refuse("access", open + 1 + access, name, NameField.AllNames);
            }
            else
            {
                Refuse("unknown", open + 1, name, NameField.AllNames);
            }

            return null;
        }

        private Part? Refuse(string reason, int at, params IReadOnlyList<string> arguments)
        {
            Refusal = new Refusal($"services.nameformat.{reason}", [$"{at + 1}", .. arguments]);
            return null;
        }
    }
}
