using System.Runtime.InteropServices;

namespace AllianceAuth.Simulator.Images;

/// <summary>Red, green, blue, each 0 to 1.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Colour(float R, float G, float B)
{
    public static Colour White { get; } = new(1, 1, 1);

    public static Colour Black { get; } = new(0, 0, 0);

    public static Colour Hex(uint rgb) => new((rgb >> 16 & 0xFF) / 255f, (rgb >> 8 & 0xFF) / 255f, (rgb & 0xFF) / 255f);

    /// <summary>Hue in degrees, the rest in percent, as in style sheets.</summary>
    public static Colour Hsl(float hue, float saturation, float lightness)
    {
        var (s, l) = (saturation / 100, lightness / 100);
        float Channel(float n)
        {
            var k = (n + (hue / 30) + 120) % 12;
            return l - (s * MathF.Min(l, 1 - l) * MathF.Max(-1, MathF.Min(MathF.Min(k - 3, 9 - k), 1)));
        }

        return new(Channel(0), Channel(8), Channel(4));
    }

    public Colour Mix(Colour other, float share) => new(R + ((other.R - R) * share), G + ((other.G - G) * share), B + ((other.B - B) * share));
}
