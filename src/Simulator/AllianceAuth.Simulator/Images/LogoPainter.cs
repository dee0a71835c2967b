using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Images;

/// <summary>Draws emblems: a field, a division, a charge, in colours that go together.</summary>
internal static class LogoPainter
{
    private static readonly Func<VectorPath>[] Fields =
    [
        // Shield.
        () => new VectorPath().MoveTo(14, 12).LineTo(86, 12).LineTo(86, 48).CubicTo(86, 72, 68, 86, 50, 94).CubicTo(32, 86, 14, 72, 14, 48).Close(),
        // Hexagon.
        () => VectorPath.Polygon(50, 5, 89, 27.5f, 89, 72.5f, 50, 95, 11, 72.5f, 11, 27.5f),
        // Disc.
        () => VectorPath.Circle(50, 50, 44),
        // Diamond.
        () => VectorPath.Polygon(50, 3, 93, 50, 50, 97, 7, 50),
        // Square with cut corners.
        () => VectorPath.Polygon(28, 8, 72, 8, 92, 28, 92, 72, 72, 92, 28, 92, 8, 72, 8, 28),
    ];

    private static readonly Func<VectorPath>[] Divisions =
    [
        () => VectorPath.Box(50, 0, 50, 100),
        () => VectorPath.Polygon(0, 100, 100, 0, 100, 100),
        () => VectorPath.Polygon(50, 52, 100, 92, 100, 100, 0, 100, 0, 92),
        () => VectorPath.Box(0, 62, 100, 38),
        () => VectorPath.Box(36, 0, 28, 100),
        () => new VectorPath(),
    ];

    private static readonly Func<VectorPath>[] Charges =
    [
        Lantern,
        Quill,
        () => VectorPath.Star(50, 50, 27, 11, 5),
        () => VectorPath.Star(50, 50, 28, 8, 4),
        () => VectorPath.Star(50, 50, 26, 16, 8),
        // Crescent.
        () => new VectorPath().MoveTo(58, 24).CubicTo(24, 20, 24, 80, 58, 76).CubicTo(40, 66, 40, 34, 58, 24).Close(),
        // Tower.
        () => VectorPath.Polygon(34, 76, 38, 44, 34, 44, 34, 28, 41, 28, 41, 34, 46, 34, 46, 28, 54, 28, 54, 34, 59, 34, 59, 28, 66, 28, 66, 44, 62, 44, 66, 76),
        // Chevrons.
        () => VectorPath.Polygon(24, 52, 50, 28, 76, 52, 76, 62, 50, 38, 24, 62).And(VectorPath.Polygon(24, 70, 50, 46, 76, 70, 76, 80, 50, 56, 24, 80)),
        // Arrow.
        () => VectorPath.Polygon(50, 20, 72, 50, 57, 46, 57, 80, 43, 80, 43, 46, 28, 50),
        // Waves.
        () => Enumerable.Range(0, 3).Aggregate(new VectorPath(), (path, i) => path.And(new VectorPath().MoveTo(24, 38 + (i * 13)).CubicTo(36, 26 + (i * 13), 40, 50 + (i * 13), 50, 38 + (i * 13)).CubicTo(60, 26 + (i * 13), 64, 50 + (i * 13), 76, 38 + (i * 13)).Stroked(6))),
        // Three discs.
        () => VectorPath.Circle(50, 34, 11).And(VectorPath.Circle(35, 60, 11)).And(VectorPath.Circle(65, 60, 11)),
        // Wings.
        () => new VectorPath().MoveTo(50, 72).CubicTo(34, 66, 20, 52, 18, 30).CubicTo(30, 40, 42, 42, 50, 54).CubicTo(58, 42, 70, 40, 82, 30).CubicTo(80, 52, 66, 66, 50, 72).Close(),
        // Anvil.
        () => VectorPath.Polygon(22, 34, 78, 34, 70, 46, 58, 50, 58, 62, 68, 72, 32, 72, 42, 62, 42, 50, 30, 48),
    ];

    public static Canvas Corporation(int size, long id)
    {
        var dice = Dice.Of("corporation logo", id);
        var hue = dice.Below(360);
        var field = dice.Pick(Fields)();
        var canvas = new Canvas(size);
        var dark = Colour.Hsl(hue, 40, 24);
        var light = Colour.Hsl((hue + dice.Pick([0, 25, 180, 205])) % 360, 45, 44);
        canvas.Fill(field, Colour.Hsl(hue, 30, 78));
        var inner = field.Scaled(0.9f, 50, 50);
        canvas.Fill(inner, dark);
        canvas.Fill(dice.Pick(Divisions)(), light, within: inner);
        var charge = id == WorldBuilder.FirstCorporation ? Quill() : Charges[dice.Between(2, Charges.Length - 1)]();
        canvas.Fill(charge.Scaled(0.92f, 50, 51.5f), Colour.Black, 0.3f);
        canvas.Fill(charge.Scaled(0.92f, 50, 49.5f), Colour.Hsl((hue + 40) % 360, 60, 90));
        return canvas;
    }

    /// <summary>Rounder than a corporation's, and ringed, so that the two are told apart at a glance.</summary>
    public static Canvas Alliance(int size, long id)
    {
        var dice = Dice.Of("alliance logo", id);
        var hue = id == WorldBuilder.FirstAlliance ? 38 : dice.Below(360);
        var canvas = new Canvas(size);
        canvas.Fill(VectorPath.Star(50, 50, 49, 45, dice.Between(12, 24)), Colour.Hsl(hue, 55, 62));
        canvas.Fill(VectorPath.Circle(50, 50, 40), Colour.Hsl((hue + 200) % 360, 35, 15));
        canvas.Fill(VectorPath.Circle(50, 50, 35), Colour.Hsl((hue + 200) % 360, 35, 23));
        var charge = id == WorldBuilder.FirstAlliance ? Lantern() : Charges[dice.Between(2, Charges.Length - 1)]();
        canvas.Fill(charge.Scaled(0.86f, 50, 50), Colour.Hsl(hue, 75, 76));
        return canvas;
    }

    public static Canvas Nothing(int size)
    {
        var canvas = new Canvas(size);
        canvas.Fill(Fields[0](), Colour.Hex(0x667182));
        canvas.Fill(Fields[0]().Scaled(0.9f, 50, 50), Colour.Hex(0x2A313C));
        return canvas;
    }

    /// <summary>A hull seen from above, half of it by chance and the other half its mirror image.</summary>
    public static Canvas Type(int size, long id)
    {
        var dice = Dice.Of("type icon", id);
        var hue = dice.Below(360);
        var (near, far) = (Colour.Hsl(hue, 22, 34), Colour.Hsl(hue, 28, 12));
        var canvas = new Canvas(size);
        canvas.Paint((x, y) => near.Mix(far, Math.Clamp(MathF.Sqrt(((x - 50) * (x - 50)) + ((y - 40) * (y - 40))) / 68, 0, 1)));
        var half = new VectorPath().MoveTo(50.4f, 12);
        for (var y = 22; y <= 82; y += 12)
        {
            half.LineTo(50 - dice.Between(5, 34), y + dice.Between(-4, 4));
        }

        half.LineTo(50.4f, 88).Close();
        canvas.Fill(half, Colour.Hsl(hue, 14, 72));
        canvas.Fill(half.Mirrored(), Colour.Hsl(hue, 14, 58));
        canvas.Fill(VectorPath.Ellipse(50, 34, 3.4f, 7), Colour.Hsl((hue + 180) % 360, 70, 68));
        canvas.Fill(VectorPath.Circle(44, 84, 2.6f).And(VectorPath.Circle(56, 84, 2.6f)), Colour.Hsl(195, 80, 72));
        return canvas;
    }

    private static VectorPath Lantern() =>
        new VectorPath().MoveTo(41, 30).CubicTo(41, 16, 59, 16, 59, 30).Stroked(4)
            .And(VectorPath.Polygon(34, 38, 40, 29, 60, 29, 66, 38))
            .And(VectorPath.Box(35, 41, 5, 28)).And(VectorPath.Box(60, 41, 5, 28))
            .And(new VectorPath().MoveTo(50, 42).CubicTo(58, 52, 58, 66, 50, 67).CubicTo(42, 66, 42, 54, 50, 42).Close())
            .And(VectorPath.Polygon(33, 72, 67, 72, 70, 80, 30, 80));

    private static VectorPath Quill() =>
        new VectorPath().MoveTo(76, 20).CubicTo(52, 24, 36, 42, 34, 64).CubicTo(56, 62, 74, 44, 76, 20).Close()
            .And(new VectorPath().MoveTo(40, 60).LineTo(26, 80).Stroked(4));
}
