"""Draw the masks of the picture captcha into ``glyphs.bin``: ``python -m tools.glyphs``.

Every letter is drawn from each font of ``assets/fonts/`` several times over, each time turned, sheared, stretched and
bent differently, once solid and once as an outline; beside the letters there are the strokes and the areas. Chance
comes from a fixed seed: the same fonts give the same file. ``--check`` compares, and exits 1 if the file is not that.
"""

from __future__ import annotations

import argparse
import math
import random
import struct
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "assets" / "fonts"
FILE = ROOT / "layers" / "menjin" / "python" / "menjin" / "captcha" / "glyphs.bin"

ALPHABET = "ACEHKMNPRTWXY6"
FACES = (
    "Caladea-Bold.ttf",
    "ComicNeue-Bold.otf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSerif-Bold.ttf",
    "MenjinRoundSerif-Bold.ttf",
)
SEED = 1
SOLIDS, HOLLOWS, STROKES, AREAS = 25, 10, 40, 24

WIDTH, HEIGHT = 160, 60
TONES = 6  # of the canvas's 16: enough for smooth edges, and the pictures come out a quarter smaller
STEP = 15 // (TONES - 1)
ROW = WIDTH + 2  # the canvas has two pixels more a row, for the filter byte of the PNG
FINE = 4  # everything is drawn four times as large, and made smaller at the end for its smooth edges

CAPITAL = (32.0, 38.0)  # height in pixels
STRETCH = (0.85, 1.05)
TURN = 16.0  # degrees, either way
SHEAR = 0.1
BEND = 2.0  # pixels, at most
BEND_LENGTH = (26.0, 40.0)
OUTLINE = 2.5  # pixels, as the rest below
STROKE = (1.6, 2.1)
AREA_WIDTH, AREA_HEIGHT = (80.0, 100.0), (52.0, 60.0)
BUMP = 0.03  # how far an area is from an ellipse

Point = tuple[float, float]
_FULL_TURN = 2 * math.pi


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.glyphs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if the file differs")
    wanted = build()
    if not parser.parse_args(arguments).check:
        FILE.write_bytes(wanted)
        print(f"{FILE.relative_to(ROOT)}: {len(wanted):,} bytes")
        return 0
    same = FILE.is_file() and FILE.read_bytes() == wanted
    print(f"{FILE.relative_to(ROOT)} {'is up to date' if same else 'differs: make glyphs'}")
    return 0 if same else 1


def build() -> bytes:
    """The whole file, as ``menjin.captcha.picture`` reads it."""
    rng = random.Random(SEED)
    masks = [solid(letter(character, number, rng)) for character in ALPHABET for number in range(SOLIDS)]
    masks += [solid(outline(letter(character, number, rng))) for character in ALPHABET for number in range(HOLLOWS)]
    masks += [solid(stroke(rng)) for _ in range(STROKES)]
    masks += [solid(area(rng)) for _ in range(AREAS)]
    packed = [zlib.compress(_rows(mask), 9) for mask in masks]
    index, end = b"", 0
    for mask, data in zip(masks, packed, strict=True):
        end += len(data)
        index += struct.pack("<BBI", mask.width, mask.height, end)
    return struct.pack("<4H", SOLIDS, HOLLOWS, STROKES, AREAS) + index + b"".join(packed)


def letter(character: str, number: int, rng: random.Random) -> Image.Image:
    """One shape of a character, fine, cut to its bounds."""
    font = _face(FACES[number % len(FACES)], rng.uniform(*CAPITAL))
    left, top, right, bottom = font.getbbox(character)
    room = 14 * FINE
    width, height = math.ceil(right - left) + 2 * room, math.ceil(bottom - top) + 2 * room
    image = Image.new("L", (width, height))
    ImageDraw.Draw(image).text((room - left, room - top), character, font=font, fill=255)
    image = image.resize((int(width * rng.uniform(*STRETCH)), height))
    return _cut(_bent(image, _distortion(image.width / 2, height / 2, rng)))


def outline(image: Image.Image) -> Image.Image:
    """Only the rim of a fine shape."""
    framed = Image.new("L", (image.width + 2, image.height + 2))
    framed.paste(image, (1, 1))
    inner = framed.filter(ImageFilter.MinFilter(2 * int(OUTLINE * FINE) + 1))
    return ImageChops.subtract(framed, inner).crop((1, 1, image.width + 1, image.height + 1))


def stroke(rng: random.Random) -> Image.Image:
    """A wave across the picture, trimmed above and below."""
    image = Image.new("L", (WIDTH * FINE, HEIGHT * FINE))
    draw = ImageDraw.Draw(image)
    radius = rng.uniform(*STROKE) * FINE / 2
    start, stop = rng.uniform(-10, 20), rng.uniform(140, 170)
    height, length, phase = rng.uniform(6, 16), rng.uniform(70, 150), rng.uniform(0, _FULL_TURN)
    slope = rng.uniform(-0.12, 0.12)
    for step in range(int((stop - start) * 2)):
        x = start + step / 2
        y = HEIGHT / 2 + (x - WIDTH / 2) * slope + height * math.sin(x * _FULL_TURN / length + phase)
        draw.ellipse((x * FINE - radius, y * FINE - radius, x * FINE + radius, y * FINE + radius), fill=255)
    _, top, _, bottom = _bounds(image)
    return image.crop((0, top, image.width, bottom))


def area(rng: random.Random) -> Image.Image:
    """An ellipse that is not quite one."""
    width, height = rng.uniform(*AREA_WIDTH) * FINE, rng.uniform(*AREA_HEIGHT) * FINE
    bumps = [(waves, rng.uniform(0, BUMP), rng.uniform(0, _FULL_TURN)) for waves in (2, 3, 4)]

    def rim(angle: float) -> Point:
        radius = 1 - sum(size * (1 - math.sin(waves * angle + phase)) for waves, size, phase in bumps)
        return (1 + radius * math.cos(angle)) * width / 2, (1 + radius * math.sin(angle)) * height / 2

    image = Image.new("L", (int(width), int(height)))
    ImageDraw.Draw(image).polygon([rim(step * _FULL_TURN / 180) for step in range(180)], fill=255)
    return _cut(image)


def solid(image: Image.Image) -> Image.Image:
    """A fine shape at its final size, in shades from 0, paper, to 15, ink."""
    padded = Image.new("L", (-(-image.width // FINE) * FINE, -(-image.height // FINE) * FINE))
    padded.paste(image, (0, 0))
    return padded.reduce(FINE).point(lambda value: (value * (TONES - 1) + 127) // 255 * STEP)


def _face(name: str, capital: float) -> ImageFont.FreeTypeFont:
    """The font in which a capital H is that many pixels high, in fine pixels. Advances come without a shaping library,
    so that a machine which has one draws the same.
    """
    probe = 200
    _, top, _, bottom = ImageFont.truetype(FONTS / name, probe, layout_engine=ImageFont.Layout.BASIC).getbbox("H")
    size = int(probe * capital * FINE / (bottom - top))
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def _distortion(middle_x: float, middle_y: float, rng: random.Random) -> Callable[[float, float], Point]:
    """From a place in the drawn letter to the place in the straight one that shows there."""
    turn, shear = math.radians(rng.uniform(-TURN, TURN)), rng.uniform(-SHEAR, SHEAR)
    bend, length = rng.uniform(0, BEND) * FINE, rng.uniform(*BEND_LENGTH) * FINE
    phase_x, phase_y = rng.uniform(0, _FULL_TURN), rng.uniform(0, _FULL_TURN)

    def source(x: float, y: float) -> Point:
        x, y = x - middle_x, y - middle_y
        across = math.cos(turn) * x + math.sin(turn) * y + shear * y
        down = -math.sin(turn) * x + math.cos(turn) * y
        wave_x = bend * math.sin(down * _FULL_TURN / length + phase_x)
        wave_y = bend * math.sin(across * _FULL_TURN / length + phase_y)
        return middle_x + across + wave_x, middle_y + down + wave_y

    return source


def _bent(image: Image.Image, source: Callable[[float, float], Point]) -> Image.Image:
    cell = 4 * FINE
    mesh = []
    for top in range(0, image.height, cell):
        for left in range(0, image.width, cell):
            right, bottom = min(left + cell, image.width), min(top + cell, image.height)
            corners = (*source(left, top), *source(left, bottom), *source(right, bottom), *source(right, top))
            mesh.append(((left, top, right, bottom), corners))
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def _bounds(image: Image.Image) -> tuple[int, int, int, int]:
    bounds = image.getbbox()
    if bounds is None:
        raise ValueError("nothing was drawn")
    return bounds


def _cut(image: Image.Image) -> Image.Image:
    return image.crop(_bounds(image))


def _rows(mask: Image.Image) -> bytes:
    """Four bits a pixel, in rows as long as the canvas's."""
    canvas = Image.new("P", (ROW, mask.height))
    canvas.paste(mask, (0, 0))
    return canvas.tobytes("raw", "P;4")


if __name__ == "__main__":
    sys.exit(main())
