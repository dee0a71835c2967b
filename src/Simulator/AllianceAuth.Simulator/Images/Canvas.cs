using System.Numerics;

namespace AllianceAuth.Simulator.Images;

/// <summary>
/// A square picture. Shapes are filled by exact area coverage: every edge adds its share to the pixels that it crosses, and
/// a running sum along the row gives the rest, which is smoother and far faster than sampling a pixel many times.
/// </summary>
internal sealed class Canvas(int size)
{
    /// <summary>Paths live on a field of this width.</summary>
    private const float Field = 100f;

    private readonly float[] _pixels = new float[size * size * 4];
    private readonly float[] _coverage = new float[size * (size + 2)];
    private readonly float[] _clip = new float[size * (size + 2)];

    public int Size => size;

    /// <summary>Covers everything; the function gets the middle of each pixel on the field.</summary>
    public void Paint(Func<float, float, Colour> colour)
    {
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                Blend((y * size) + x, colour((x + 0.5f) * Field / size, (y + 0.5f) * Field / size), 1);
            }
        }
    }

    public void Fill(VectorPath path, Colour colour, float opacity = 1, VectorPath? within = null)
    {
        if (within is not null)
        {
            Cover(within, _clip);
        }

        var (top, bottom) = Cover(path, _coverage);
        for (var y = top; y < bottom; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var share = _coverage[(y * (size + 2)) + x];
                if (share > 0)
                {
                    Blend((y * size) + x, colour, share * opacity * (within is null ? 1 : _clip[(y * (size + 2)) + x]));
                }
            }
        }
    }

    /// <summary>Red, green, blue, alpha, one byte each, row by row.</summary>
    public byte[] ToRgba()
    {
        var bytes = new byte[size * size * 4];
        for (var i = 0; i < bytes.Length; i += 4)
        {
            var alpha = _pixels[i + 3];
            for (var c = 0; c < 3; c++)
            {
                bytes[i + c] = (byte)Math.Clamp(alpha > 0 ? (_pixels[i + c] / alpha * 255) + 0.5f : 0, 0, 255);
            }

            bytes[i + 3] = (byte)Math.Clamp((alpha * 255) + 0.5f, 0, 255);
        }

        return bytes;
    }

    private void Blend(int pixel, Colour colour, float share)
    {
        var at = _pixels.AsSpan(pixel * 4, 4);
        at[0] = (colour.R * share) + (at[0] * (1 - share));
        at[1] = (colour.G * share) + (at[1] * (1 - share));
        at[2] = (colour.B * share) + (at[2] * (1 - share));
        at[3] = share + (at[3] * (1 - share));
    }

    /// <summary>How much of each pixel the path covers, 0 to 1.</summary>
    /// <returns>The rows it touches.</returns>
    private (int Top, int Bottom) Cover(VectorPath path, float[] into)
    {
        Array.Clear(into);
        var (top, bottom) = (size, 0);
        foreach (var outline in path.Outlines)
        {
            for (var i = 0; i < outline.Count; i++)
            {
                var (from, to) = (outline[i] * size / Field, outline[(i + 1) % outline.Count] * size / Field);
                Edge(into, from, to);
                top = Math.Min(top, (int)MathF.Floor(from.Y));
                bottom = Math.Max(bottom, (int)MathF.Ceiling(from.Y));
            }
        }

        (top, bottom) = (Math.Max(top, 0), Math.Min(bottom, size));
        for (var y = top; y < bottom; y++)
        {
            var row = into.AsSpan(y * (size + 2), size + 2);
            var sum = 0f;
            for (var x = 0; x < size; x++)
            {
                sum += row[x];
                row[x] = MathF.Min(MathF.Abs(sum), 1);
            }
        }

        return (top, bottom);
    }

    private void Edge(float[] into, Vector2 from, Vector2 to)
    {
        if (from.Y == to.Y)
        {
            return;
        }

        var direction = from.Y < to.Y ? 1 : -1;
        var (high, low) = direction == 1 ? (from, to) : (to, from);
        var slope = (low.X - high.X) / (low.Y - high.Y);
        var x = high.Y < 0 ? high.X - (high.Y * slope) : high.X;
        for (var y = Math.Max(0, (int)MathF.Floor(high.Y)); y < Math.Min(size, (int)MathF.Ceiling(low.Y)); y++)
        {
            var height = MathF.Min(y + 1, low.Y) - MathF.Max(y, high.Y);
            var next = x + (slope * height);
            EdgeInRow(into.AsSpan(y * (size + 2), size + 2), Math.Clamp(x, 0, size), Math.Clamp(next, 0, size), height * direction);
            x = next;
        }
    }

    /// <summary>The part of an edge inside one row of pixels: a trapezium per pixel that it crosses.</summary>
    private static void EdgeInRow(Span<float> row, float a, float b, float height)
    {
        var (left, right) = a < b ? (a, b) : (b, a);
        var (first, end) = ((int)left, (int)MathF.Ceiling(right));
        if (end <= first + 1)
        {
            var inside = ((left + right) / 2) - first;
            row[first] += height * (1 - inside);
            row[first + 1] += height * inside;
            return;
        }

        var perPixel = 1 / (right - left);
        var covered = 0f;
        for (var x = first; x < end; x++)
        {
            // The edge's way through this pixel, and how far from its right side the middle of that way is.
            var (enter, leave) = (MathF.Max(left, x), MathF.Min(right, x + 1));
            var share = (leave - enter) * perPixel;
            var area = share * (x + 1 - ((enter + leave) / 2));
            row[x] += height * (area + covered);
            covered = share - area;
        }

        row[end] += height * covered;
    }
}
