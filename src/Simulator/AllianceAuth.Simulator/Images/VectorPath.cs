using System.Numerics;

namespace AllianceAuth.Simulator.Images;

/// <summary>Closed outlines on a field of 100 by 100. Where outlines of one direction overlap, they are one shape.</summary>
internal sealed class VectorPath
{
    /// <summary>Pieces that a curve is cut into: even at 1024 pixels no corner shows.</summary>
    private const int CurveSteps = 24;

    private List<Vector2> _current = [];

    public List<List<Vector2>> Outlines { get; } = [];

    public static VectorPath Circle(float x, float y, float r) => Ellipse(x, y, r, r);

    public static VectorPath Ellipse(float x, float y, float rx, float ry)
    {
        var path = new VectorPath();
        path.Add(Enumerable.Range(0, 72).Select(i => float.Tau * i / 72).Select(a => new Vector2(x + (rx * MathF.Cos(a)), y + (ry * MathF.Sin(a)))));
        return path;
    }

    public static VectorPath Polygon(params ReadOnlySpan<float> coordinates)
    {
        var path = new VectorPath();
        List<Vector2> points = [];
        for (var i = 0; i < coordinates.Length; i += 2)
        {
            points.Add(new(coordinates[i], coordinates[i + 1]));
        }

        path.Add(points);
        return path;
    }

    public static VectorPath Box(float x, float y, float width, float height) => Polygon(x, y, x + width, y, x + width, y + height, x, y + height);

    /// <summary>Corners on a circle; with an inner radius a star.</summary>
    public static VectorPath Star(float x, float y, float outer, float inner, int points)
    {
        var path = new VectorPath();
        path.Add(Enumerable.Range(0, points * 2).Select(i => (Angle: (MathF.PI * i / points) - (MathF.PI / 2), R: i % 2 == 0 ? outer : inner))
            .Select(p => new Vector2(x + (p.R * MathF.Cos(p.Angle)), y + (p.R * MathF.Sin(p.Angle)))));
        return path;
    }

    /// <summary>A line of that width with round ends through the points of an open path.</summary>
    public VectorPath Stroked(float width)
    {
        var line = _current;
        var stroke = new VectorPath();
        for (var i = 0; i < line.Count; i++)
        {
            stroke.Outlines.AddRange(Circle(line[i].X, line[i].Y, width / 2).Outlines);
            if (i > 0 && line[i] != line[i - 1])
            {
                var side = Vector2.Normalize(new Vector2(line[i - 1].Y - line[i].Y, line[i].X - line[i - 1].X)) * (width / 2);
                stroke.Add([line[i - 1] + side, line[i - 1] - side, line[i] - side, line[i] + side]);
            }
        }

        return stroke;
    }

    public VectorPath MoveTo(float x, float y)
    {
        _current = [new(x, y)];
        return this;
    }

    public VectorPath LineTo(float x, float y)
    {
        _current.Add(new(x, y));
        return this;
    }

    public VectorPath QuadTo(float cx, float cy, float x, float y)
    {
        var from = _current[^1];
        return CubicTo(
            from.X + ((cx - from.X) * 2 / 3), from.Y + ((cy - from.Y) * 2 / 3), x + ((cx - x) * 2 / 3), y + ((cy - y) * 2 / 3), x, y);
    }

    public VectorPath CubicTo(float ax, float ay, float bx, float by, float x, float y)
    {
        var (p, a, b, q) = (_current[^1], new Vector2(ax, ay), new Vector2(bx, by), new Vector2(x, y));
        for (var i = 1; i <= CurveSteps; i++)
        {
            var t = (float)i / CurveSteps;
            var u = 1 - t;
            _current.Add((u * u * u * p) + (3 * u * u * t * a) + (3 * u * t * t * b) + (t * t * t * q));
        }

        return this;
    }

    public VectorPath Close()
    {
        Add(_current);
        _current = [];
        return this;
    }

    public VectorPath And(VectorPath other)
    {
        Outlines.AddRange(other.Outlines);
        return this;
    }

    /// <summary>The same on the other side of the middle.</summary>
    public VectorPath Mirrored()
    {
        var path = new VectorPath();
        Outlines.ForEach(outline => path.Add(outline.Select(p => new Vector2(100 - p.X, p.Y))));
        return path;
    }

    public VectorPath Scaled(float factor, float x, float y)
    {
        var path = new VectorPath();
        Outlines.ForEach(outline => path.Add(outline.Select(p => new Vector2(x + ((p.X - 50) * factor), y + ((p.Y - 50) * factor)))));
        return path;
    }

    /// <summary>All outlines run the same way round, or overlaps would cancel out.</summary>
    private void Add(IEnumerable<Vector2> points)
    {
        var outline = points.ToList();
        var area = 0f;
        for (var i = 0; i < outline.Count; i++)
        {
            var (p, q) = (outline[i], outline[(i + 1) % outline.Count]);
            area += (p.X * q.Y) - (q.X * p.Y);
        }

        if (area < 0)
        {
            outline.Reverse();
        }

        Outlines.Add(outline);
    }
}
