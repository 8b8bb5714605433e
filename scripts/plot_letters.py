"""Writes Sources/QuernPlot/Raster/Letters*.swift: the outlines that a plot's bitmap is lettered with.

    pip install fonttools
    python scripts/plot_letters.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf

The outlines are those of DejaVu Sans 2.37 (fonts-dejavu-core), on a grid of 512 to the em. A glyph
is: its character less the one before, its advance, the number of its contours, and of each contour
the number of its points and for each point the way from the last one. Numbers are variable-length
(seven bits a byte); ways have their sign in the lowest bit, and that across is shifted once more for
whether the point lies on the curve.
"""

import base64
import pathlib
import sys

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

UNITS = 512
FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Sources/QuernPlot/Raster"
SETS = {
    "Latin": [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2010, 0x2011, 0x2013, 0x2014, 0x2018,
              0x2019, 0x201C, 0x201D, 0x201E, 0x2020, 0x2022, 0x2026, 0x202F, 0x2030, 0x20AC],
    "Other": [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA), *range(0x401, 0x402),
              *range(0x410, 0x450), 0x451, 0x454, 0x456, 0x457, 0x2070, *range(0x2074, 0x208F),
              0x2116, 0x2190, 0x2191, 0x2192, 0x2193, 0x2206, 0x2211, 0x2212, 0x221A, 0x221E,
              0x2248, 0x2260, 0x2264, 0x2265, 0x25A1, 0x25CF, 0xFFFD],
}


def varint(out, number):
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def zigzag(number):
    return number * 2 if number >= 0 else -number * 2 - 1


def contours(font, name):
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    found = []
    for operation, points in pen.value:
        if operation == "moveTo":
            found.append([(points[0], True)])
        elif operation == "lineTo":
            found[-1].append((points[0], True))
        elif operation == "qCurveTo":
            if points[-1] is None:
                found.append([(point, False) for point in points[:-1]])
            else:
                found[-1] += [(point, False) for point in points[:-1]] + [(points[-1], True)]
    for contour in found:
        if len(contour) > 1 and contour[0] == contour[-1]:
            contour.pop()
    return found


def encoded(font, characters):
    scale = UNITS / font["head"].unitsPerEm
    names = font.getBestCmap()
    out = bytearray()
    last = 0
    for character in sorted(characters):
        if character not in names:
            continue
        name = names[character]
        shapes = contours(font, name)
        varint(out, character - last)
        last = character
        varint(out, round(font["hmtx"][name][0] * scale))
        varint(out, len(shapes))
        for shape in shapes:
            varint(out, len(shape))
            x = y = 0
            for (px, py), on in shape:
                qx, qy = round(px * scale), round(py * scale)
                varint(out, zigzag(qx - x) << 1 | on)
                varint(out, zigzag(qy - y))
                x, y = qx, qy
    return bytes(out)


def main():
    font = TTFont(sys.argv[1])
    for name, characters in SETS.items():
        text = base64.b64encode(encoded(font, characters)).decode()
        lines = [text[start:start + 95] for start in range(0, len(text), 95)]
        body = "\n".join(f"    {line}\\" for line in lines[:-1]) + f"\n    {lines[-1]}"
        (FOLDER / f"Letters+{name}.swift").write_text(
            "// Written by scripts/plot_letters.py from DejaVu Sans; its notice stands in LICENSE-fonts.\n\n"
            f"extension Letters {{\n  static let {name.lower()} = \"\"\"\n{body}\n    \"\"\"\n}}\n",
            encoding="utf-8")
        print(name, len(text), len(lines))


main()
