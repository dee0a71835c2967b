using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Images;

/// <summary>Draws the head and shoulders of a pilot who does not exist. The same id always has the same face.</summary>
internal sealed class PortraitPainter
{
    private static readonly (uint Light, uint Shade)[] Skins =
        [(0xF3CFB3, 0xC89A7B), (0xE8B998, 0xB98263), (0xDBA883, 0xA9744F), (0xC58C62, 0x8F5F3D), (0xA06A45, 0x6F4529), (0x7C4D33, 0x52301D), (0x5A3827, 0x3A2217)];

    private static readonly uint[] Hairs = [0x1D1A1F, 0x2E2019, 0x4A2F1F, 0x6B4226, 0x93602F, 0xC49A4A, 0xE3CF9B, 0x8D8F96, 0xD9DCE2, 0x8E2F24, 0x2D4A6B, 0x5B3D7A, 0x1F6B63];

    private readonly Canvas _canvas;
    private readonly Dice _dice;
    private readonly bool _female;
    private readonly float _hue;
    private readonly float _suitHue;
    private readonly Colour _skin;
    private readonly Colour _shade;
    private readonly Colour _hair;
    private readonly Colour _glow;
    private readonly VectorPath _head;

    private PortraitPainter(Canvas canvas, long id, bool female)
    {
        _canvas = canvas;
        _female = female;
        _dice = Dice.Of("portrait", id);
        _hue = _dice.Below(360);
        _suitHue = (_hue + _dice.Pick([0, 150, 180, 210])) % 360;
        var (light, shade) = _dice.Pick(Skins);
        (_skin, _shade) = (Colour.Hex(light), Colour.Hex(shade));
        _hair = Colour.Hex(_dice.Pick(Hairs));
        _glow = Colour.Hsl((_suitHue + _dice.Pick([0, 30, 60, 180])) % 360, 70, 66);
        // Jaw: how wide the face stays on its way down.
        var jaw = _female ? _dice.Between(10, 13) : _dice.Between(12, 16);
        _head = new VectorPath().MoveTo(33, 41).CubicTo(33, 26, 39, 18, 50, 18).CubicTo(61, 18, 67, 26, 67, 41)
            .CubicTo(67, 53, 50 + jaw, 73, 50, 73).CubicTo(50 - jaw, 73, 33, 53, 33, 41).Close();
    }

    public static Canvas Paint(int size, long id, bool female)
    {
        var painter = new PortraitPainter(new Canvas(size), id, female);
        painter.Backdrop();
        var style = painter._female ? painter._dice.Between(3, 10) : painter._dice.Between(0, 6);
        painter.HairBehind(style);
        painter.Shoulders();
        painter.Face();
        if (!female && painter._dice.Chance(0.35))
        {
            painter.Beard();
        }

        painter.HairInFront(style);
        painter.Gear();
        return painter._canvas;
    }

    /// <summary>What the image server shows for nobody: a figure without a face.</summary>
    public static Canvas PaintNobody(int size)
    {
        var canvas = new Canvas(size);
        canvas.Paint((_, y) => Colour.Hex(0x3A4250).Mix(Colour.Hex(0x1A1F27), y / 100));
        canvas.Fill(VectorPath.Ellipse(50, 42, 18, 23), Colour.Hex(0x667182));
        canvas.Fill(new VectorPath().MoveTo(12, 104).CubicTo(14, 80, 32, 72, 50, 72).CubicTo(68, 72, 86, 80, 88, 104).Close(), Colour.Hex(0x667182));
        return canvas;
    }

    private void Backdrop()
    {
        var (near, far) = (Colour.Hsl(_hue, 34, 46), Colour.Hsl((_hue + 38) % 360, 38, 17));
        _canvas.Paint((x, y) => near.Mix(far, Math.Clamp(MathF.Sqrt(((x - 30) * (x - 30)) + ((y - 18) * (y - 18))) / 98, 0, 1)));
        var left = _dice.Chance(0.5);
        float Side(float x) => left ? x : 100 - x;
        switch (_dice.Below(4))
        {
            case 0:
                _canvas.Fill(VectorPath.Circle(Side(18), 18, _dice.Between(9, 15)), Colour.White, 0.14f);
                break;
            case 1:
                var planet = VectorPath.Circle(Side(14), 30, 21);
                _canvas.Fill(planet, Colour.White, 0.10f);
                _canvas.Fill(VectorPath.Circle(Side(22), 35, 21), far, 0.5f, planet);
                break;
            case 2:
                for (var i = 0; i < 3; i++)
                {
                    _canvas.Fill(new VectorPath().MoveTo(Side(4 + (i * 9)), -5).LineTo(Side(-24 + (i * 9)), 60).Stroked(3.5f), Colour.White, 0.07f);
                }

                break;
            default:
                _canvas.Fill(VectorPath.Circle(50, 46, 44), Colour.White, 0.05f);
                _canvas.Fill(VectorPath.Circle(50, 46, 36), Colour.White, 0.06f);
                break;
        }

        for (var i = 0; i < 10; i++)
        {
            _canvas.Fill(VectorPath.Circle(_dice.Below(100), _dice.Below(60), 0.4f + (_dice.Below(3) * 0.25f)), Colour.White, 0.35f + (_dice.Below(3) * 0.18f));
        }
    }

    private void Shoulders()
    {
        var suit = Colour.Hsl(_suitHue, 22, 21 + _dice.Below(6));
        var trim = Colour.Hsl((_suitHue + 12) % 360, 26, 34);
        _canvas.Fill(new VectorPath().MoveTo(41, 60).LineTo(59, 60).LineTo(60, 84).LineTo(40, 84).Close(), _shade);
        var wide = _female ? 14 : 9;
        _canvas.Fill(new VectorPath().MoveTo(wide, 104).CubicTo(wide + 1, 85, 24, 80, 39, 76).LineTo(50, 83).LineTo(61, 76).CubicTo(76, 80, 99 - wide, 85, 100 - wide, 104).Close(), suit);
        switch (_dice.Below(4))
        {
            case 0:
                Both(VectorPath.Polygon(38, 74, 50, 84, 46, 92, 33, 78), trim);
                break;
            case 1:
                _canvas.Fill(new VectorPath().MoveTo(36, 79).QuadTo(50, 92, 64, 79).LineTo(62, 72).QuadTo(50, 83, 38, 72).Close(), trim);
                break;
            case 2:
                Both(new VectorPath().MoveTo(14, 104).CubicTo(14, 88, 22, 83, 30, 80).LineTo(33, 90).QuadTo(26, 94, 25, 104).Close(), trim);
                break;
            default:
                _canvas.Fill(VectorPath.Polygon(39, 76, 50, 83, 61, 76, 58, 104, 42, 104), trim);
                break;
        }

        if (_dice.Chance(0.6))
        {
            Both(new VectorPath().MoveTo(23, 88).LineTo(23, 104).Stroked(1.6f), _glow, 0.8f);
        }
        else
        {
            _canvas.Fill(VectorPath.Star(66, 91, 3.4f, 1.6f, _dice.Between(3, 6)), _glow, 0.9f);
        }
    }

    private void Face()
    {
        Both(VectorPath.Ellipse(32.6f, 47, 3.4f, 4.6f), _shade);
        _canvas.Fill(_head, _skin);
        _canvas.Fill(new VectorPath().MoveTo(53, 12).LineTo(80, 12).LineTo(80, 78).LineTo(50, 78).CubicTo(58, 60, 57, 34, 53, 12).Close(), _shade, 0.38f, _head);
        var ink = Colour.Hex(0x20151A);
        if (_dice.Chance(0.45))
        {
            Both(new VectorPath().MoveTo(41, 47.5f).QuadTo(44.2f, 50.4f, 47, 47.5f).Stroked(1.5f), ink, 0.8f);
        }
        else
        {
            Both(VectorPath.Ellipse(43.8f, 47.8f, 3.2f, 2.1f), Colour.White, 0.9f);
            Both(VectorPath.Circle(44.1f, 47.8f, 1.7f), ink, 0.9f);
        }

        if (_female)
        {
            Both(new VectorPath().MoveTo(40.2f, 46.2f).QuadTo(43.5f, 44.4f, 47.2f, 46).Stroked(1.1f), ink, 0.75f);
        }

        var lift = _dice.Between(-1, 1);
        Both(new VectorPath().MoveTo(39.8f, 42.6f - lift).QuadTo(43.6f, 40.2f, 47.4f, 42.2f + lift).Stroked(_female ? 1.2f : 1.7f), _hair.Mix(ink, 0.3f), 0.95f);
        _canvas.Fill(new VectorPath().MoveTo(50.6f, 49).QuadTo(53, 55, 49.6f, 55.6f).Stroked(1.1f), _shade, 0.9f);
        var smile = _dice.Between(0, 3);
        _canvas.Fill(new VectorPath().MoveTo(45.6f, 62).QuadTo(50.4f, 62 + smile, 54.6f, 61.6f).Stroked(_female ? 1.9f : 1.5f), _female ? _shade.Mix(Colour.Hex(0xA03040), 0.35f) : _shade.Mix(ink, 0.2f));
    }

    private void Beard()
    {
        var full = _dice.Chance(0.5);
        var beard = full
            ? new VectorPath().MoveTo(32, 46).CubicTo(35, 60, 40, 56, 44, 58.4f).QuadTo(50, 56, 56, 58.4f).CubicTo(60, 56, 65, 60, 68, 46).LineTo(70, 78).LineTo(30, 78).Close()
            : new VectorPath().MoveTo(44, 60).QuadTo(50, 57, 56, 60).LineTo(56, 68).QuadTo(50, 76, 44, 68).Close();
        _canvas.Fill(beard, _hair, full ? 0.92f : 0.85f, _head);
        _canvas.Fill(new VectorPath().MoveTo(46, 62.4f).QuadTo(50.4f, 64, 54.4f, 62.2f).Stroked(1.4f), _skin.Mix(_shade, 0.6f));
    }

    private void HairBehind(int style)
    {
        var back = _hair.Mix(Colour.Black, 0.25f);
        switch (style)
        {
            case 7:
                _canvas.Fill(new VectorPath().MoveTo(28, 40).CubicTo(26, 8, 74, 8, 72, 40).CubicTo(73, 60, 76, 74, 78, 88).LineTo(22, 88).CubicTo(24, 74, 27, 60, 28, 40).Close(), back);
                break;
            case 8:
                _canvas.Fill(new VectorPath().MoveTo(29, 40).CubicTo(27, 10, 73, 10, 71, 40).CubicTo(74, 55, 72, 66, 66, 70).LineTo(34, 70).CubicTo(28, 66, 26, 55, 29, 40).Close(), back);
                break;
            case 9:
                _canvas.Fill(VectorPath.Circle(50, 13, 8.5f), back);
                break;
            case 10:
                _canvas.Fill(new VectorPath().MoveTo(60, 22).CubicTo(86, 18, 84, 52, 79, 74).CubicTo(76, 62, 74, 44, 62, 36).Close(), back);
                break;
            case 6:
                _canvas.Fill(VectorPath.Circle(50, 34, 23.5f), back);
                break;
            default:
                break;
        }
    }

    private void HairInFront(int style)
    {
        var top = style switch
        {
            // Shaved.
            0 => new VectorPath().MoveTo(33.4f, 38).CubicTo(33, 24, 40, 17.6f, 50, 17.6f).CubicTo(60, 17.6f, 67, 24, 66.6f, 38).CubicTo(63, 29, 57, 26, 50, 26).CubicTo(43, 26, 37, 29, 33.4f, 38).Close(),
            // Parted.
            1 => new VectorPath().MoveTo(32.6f, 42).CubicTo(30, 22, 38, 14, 51, 14).CubicTo(64, 14, 71, 22, 67.4f, 42).CubicTo(66, 33, 63, 29, 58, 28).CubicTo(51, 31, 42, 30, 38, 27).CubicTo(35, 30, 34, 36, 32.6f, 42).Close(),
            // Swept up.
            2 => new VectorPath().MoveTo(33, 40).CubicTo(31, 26, 36, 20, 41, 18).CubicTo(48, 8, 66, 10, 68, 22).CubicTo(69, 30, 68, 36, 67, 40).CubicTo(65, 32, 61, 27, 55, 27).CubicTo(46, 27, 37, 29, 33, 40).Close(),
            // Short crop with a fringe.
            3 => new VectorPath().MoveTo(32.4f, 45).CubicTo(29, 22, 39, 14.5f, 50, 14.5f).CubicTo(61, 14.5f, 71, 22, 67.6f, 45).CubicTo(66.5f, 38, 64.6f, 34, 62, 32).LineTo(57, 34).LineTo(52, 31.5f).LineTo(46, 34.5f).LineTo(40, 31).CubicTo(36, 33, 34, 38, 32.4f, 45).Close(),
            // Crest.
            4 => new VectorPath().MoveTo(44, 30).CubicTo(43, 16, 45, 7, 51, 5).CubicTo(57, 7, 58, 16, 57, 30).QuadTo(50, 26, 44, 30).Close(),
            // Braids close to the head.
            5 => new VectorPath().MoveTo(32.8f, 43).CubicTo(31, 24, 39, 15.5f, 50, 15.5f).CubicTo(61, 15.5f, 69, 24, 67.2f, 43).CubicTo(65, 33, 58, 28.5f, 50, 28.5f).CubicTo(42, 28.5f, 35, 33, 32.8f, 43).Close(),
            // Curls.
            6 => Enumerable.Range(0, 9).Aggregate(new VectorPath(), (path, i) => path.And(VectorPath.Circle(31.5f + (i * 4.6f), 25 - (9 * MathF.Sin(MathF.PI * i / 8)), 6.6f))),
            // Long, parted in the middle.
            7 => new VectorPath().MoveTo(30, 62).CubicTo(27, 24, 36, 13.5f, 50, 13.5f).CubicTo(64, 13.5f, 73, 24, 70, 62).CubicTo(68, 48, 66, 36, 51, 24).CubicTo(35, 34, 32, 48, 30, 62).Close(),
            // Bob with a straight fringe.
            8 => new VectorPath().MoveTo(30.4f, 60).CubicTo(27, 22, 37, 13.5f, 50, 13.5f).CubicTo(63, 13.5f, 73, 22, 69.6f, 60).CubicTo(68, 50, 66.8f, 42, 66, 35.6f).QuadTo(50, 31, 34, 35.6f).CubicTo(33.2f, 42, 32, 50, 30.4f, 60).Close(),
            // Bun, combed back.
            9 => new VectorPath().MoveTo(32.8f, 43).CubicTo(31, 23, 39, 15.5f, 50, 15.5f).CubicTo(61, 15.5f, 69, 23, 67.2f, 43).CubicTo(65, 33, 60, 27.5f, 50, 26.5f).CubicTo(40, 27.5f, 35, 33, 32.8f, 43).Close(),
            // Side tail, fringe to one side.
            _ => new VectorPath().MoveTo(32.2f, 48).CubicTo(29, 22, 38, 14, 50, 14).CubicTo(62, 14, 71, 22, 67.8f, 46).CubicTo(66, 36, 62, 30, 57, 27).CubicTo(50, 34, 38, 36, 34.6f, 36).CubicTo(33.4f, 40, 33, 44, 32.2f, 48).Close(),
        };
        _canvas.Fill(top, _hair, style == 0 ? 0.75f : 1);
        if (style == 5)
        {
            for (var i = 0; i < 4; i++)
            {
                _canvas.Fill(new VectorPath().MoveTo(41 + (i * 6), 17.5f).LineTo(39.6f + (i * 7), 28).Stroked(0.9f), Colour.Black, 0.3f, top);
            }
        }

        _canvas.Fill(new VectorPath().MoveTo(38, 14).QuadTo(48, 12, 56, 20).LineTo(52, 24).QuadTo(46, 17, 36, 21).Close(), Colour.White, 0.10f, top);
    }

    private void Gear()
    {
        switch (_dice.Below(9))
        {
            case 0:
                var visor = new VectorPath().MoveTo(32, 43.5f).QuadTo(50, 40.5f, 68, 43.5f).LineTo(66.6f, 52).QuadTo(50, 55.5f, 33.4f, 52).Close();
                _canvas.Fill(visor, _glow.Mix(Colour.Black, 0.45f), 0.82f);
                _canvas.Fill(new VectorPath().MoveTo(37, 45.8f).QuadTo(46, 43.6f, 54, 44).Stroked(1.3f), Colour.White, 0.6f);
                break;
            case 1:
                _canvas.Fill(new VectorPath().MoveTo(62, 37).LineTo(67, 52).Stroked(1.3f), _glow);
                _canvas.Fill(VectorPath.Circle(61.5f, 45.5f, 1.7f), _glow);
                break;
            case 2:
                _canvas.Fill(new VectorPath().MoveTo(31, 46).CubicTo(29, 8, 71, 8, 69, 46).Stroked(2.6f), Colour.Hex(0x2A313C));
                Both(VectorPath.Ellipse(31.6f, 48, 3.8f, 6), Colour.Hex(0x3A4352));
                _canvas.Fill(new VectorPath().MoveTo(32, 53).QuadTo(36, 64, 43, 65).Stroked(1.3f), Colour.Hex(0x3A4352));
                _canvas.Fill(VectorPath.Circle(43.6f, 65, 1.6f), _glow);
                break;
            case 3:
                _canvas.Fill(new VectorPath().MoveTo(57, 39).LineTo(60, 54).Stroked(0.9f), _shade.Mix(Colour.Hex(0x803030), 0.4f), 0.8f);
                break;
            case 4:
                Both(new VectorPath().MoveTo(36, 54).LineTo(42, 55.5f).Stroked(1.7f), _glow, 0.75f);
                break;
            case 5:
                Both(VectorPath.Circle(32.4f, 54.5f, 1.4f), Colour.Hex(0xE8C65A));
                break;
            default:
                break;
        }
    }

    private void Both(VectorPath path, Colour colour, float opacity = 1)
    {
        _canvas.Fill(path, colour, opacity);
        _canvas.Fill(path.Mirrored(), colour, opacity);
    }
}
