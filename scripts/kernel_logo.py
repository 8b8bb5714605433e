#!/usr/bin/env python3
"""Draws the kernel's logo, a quern seen from above: SVG, and PNG of 32 and 64 pixels.

Writes kernels/quern/ and Sources/QuernKernel/Specs/KernelLogos.swift, which holds the same bytes.
"""
import base64
import pathlib
import struct
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
STONE, GROOVE, HOLE, PEG = (196, 107, 45), (255, 236, 214), (74, 40, 16), (74, 40, 16)
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<circle cx="32" cy="32" r="29" fill="#c46b2d"/>
<circle cx="32" cy="32" r="18" fill="none" stroke="#ffecd6" stroke-width="4"/>
<circle cx="32" cy="32" r="7" fill="#4a2810"/>
<circle cx="50" cy="14" r="7" fill="#4a2810" stroke="#ffecd6" stroke-width="3"/>
</svg>
"""


def colour(x, y):
    """Colour and opacity at a point of the 64 by 64 plane."""
    centre = ((x - 32) ** 2 + (y - 32) ** 2) ** 0.5
    peg = ((x - 50) ** 2 + (y - 14) ** 2) ** 0.5
    if peg <= 5.5:
        return PEG, 1
    if peg <= 8.5:
        return GROOVE, 1
    if centre <= 7:
        return HOLE, 1
    if 16 <= centre <= 20:
        return GROOVE, 1
    return (STONE, 1) if centre <= 29 else (STONE, 0)


def png(size, samples=6):
    rows = []
    for row in range(size):
        line = bytearray([0])
        for column in range(size):
            total, cover = [0, 0, 0], 0
            for i in range(samples):
                for j in range(samples):
                    x = (column + (i + 0.5) / samples) * 64 / size
                    y = (row + (j + 0.5) / samples) * 64 / size
                    rgb, opacity = colour(x, y)
                    cover += opacity
                    for k in range(3):
                        total[k] += rgb[k] * opacity
            line += bytes([round(t / cover) if cover else 0 for t in total])
            line.append(round(255 * cover / samples**2))
        rows.append(bytes(line))

    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))

    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b""))


def literal(data):
    text = base64.b64encode(data).decode()
    return "\\\n".join(f"    {text[i:i + 92]}" for i in range(0, len(text), 92)) + "\n"


def main():
    small, large = png(32), png(64)
    folder = ROOT / "kernels" / "quern"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "logo-32x32.png").write_bytes(small)
    (folder / "logo-64x64.png").write_bytes(large)
    (folder / "logo-svg.svg").write_text(SVG)
    svg = "".join(f"    {line}\n" for line in SVG.splitlines())
    (ROOT / "Sources/QuernKernel/Specs/KernelLogos.swift").write_text(
        "/// The kernel's pictures, as `kernels/quern` has them; written by scripts/kernel_logo.py.\n"
        "enum KernelLogos {\n"
        f'  static let svg = """\n{svg}\n    """\n\n'
        f'  /// PNG in Base64.\n  static let small = """\n{literal(small)}    """\n\n'
        f'  /// PNG in Base64.\n  static let large = """\n{literal(large)}    """\n}}\n')


main()
