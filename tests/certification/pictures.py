"""What happens to a document on its way into a picture: a camera, a hand, bad light, a forger."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from emulator.shared.lettering import font

Change = Callable[[bytes], bytes]
_TABLE = (74, 64, 55)
_INK = (25, 25, 25)
NUMBER_AT, BIRTH_AT, NAME_AT, TERM_AT, CODE_AT = (330, 530), (190, 236), (190, 76), (380, 536), (90, 325)
"""Where the specimens print them: left upper corners in pixels."""


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def written(image: Image.Image, kind: str = "JPEG", quality: int = 88) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=quality)
    return out.getvalue()


def as_png(picture: bytes) -> bytes:
    return written(opened(picture), "PNG")


def turned(degrees: float) -> Change:
    """Held askew, on a table."""

    def change(picture: bytes) -> bytes:
        card = opened(picture)
        return written(card.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=_TABLE))

    return change


def dark(share: float) -> Change:
    """In bad light: so much of it is left, and the sensor's noise shows."""

    def change(picture: bytes) -> bytes:
        dim = ImageEnhance.Brightness(opened(picture)).enhance(share)
        return written(_noisy(dim, 3))

    return change


def blurred(radius: float) -> Change:
    """Out of focus by so many pixels of the specimen."""

    def change(picture: bytes) -> bytes:
        return written(opened(picture).filter(ImageFilter.GaussianBlur(radius)))

    return change


def photographed(seed: int, *, width: int = 1280) -> Change:
    """On a table, a little askew and off the middle, in uneven light, squeezed as telephones do."""

    def change(picture: bytes) -> bytes:
        dice, card = random.Random(seed), opened(picture)
        card = card.resize((int(width * 0.72), int(width * 0.72 * card.height / card.width)), Image.Resampling.LANCZOS)
        card = card.rotate(dice.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True, fillcolor=_TABLE)
        table = Image.new("RGB", (width, width * 3 // 4), _TABLE)
        free = table.width - card.width, table.height - card.height
        table.paste(card, (int(free[0] * dice.uniform(0.2, 0.8)), int(free[1] * dice.uniform(0.2, 0.8))))
        light = Image.linear_gradient("L").resize(table.size).point(lambda value: 190 + value // 4)
        lit = Image.composite(table, Image.new("RGB", table.size, (10, 10, 10)), light)
        return written(_noisy(lit, 4), quality=72)

    return change


def scaled(width: int, kind: str = "JPEG") -> Change:
    """The same picture in another size."""

    def change(picture: bytes) -> bytes:
        card = opened(picture)
        height = round(width * card.height / card.width)
        return written(card.resize((width, height), Image.Resampling.LANCZOS), kind)

    return change


def cropped(left: float, top: float, right: float, bottom: float) -> Change:
    """What lies within these shares of width and height."""

    def change(picture: bytes) -> bytes:
        card = opened(picture)
        width, height = card.size
        return written(card.crop((left * width, top * height, right * width, bottom * height)))

    return change


def overwritten(at: tuple[int, int], text: str, change_at: int, to: str, *, size: int, spacing: int = 0) -> Change:
    """A forger's work: in ``text``, printed there, the character at an index is painted over with another."""

    def change(picture: bytes) -> bytes:
        card = opened(picture)
        draw, face = ImageDraw.Draw(card), font(size)
        before = text[:change_at]
        spaced = sum(round(face.getlength(one)) + spacing for one in before)
        x = at[0] + (spaced if spacing else round(face.getlength(before)))
        width = round(face.getlength(text[change_at]))
        paper = card.getpixel((x - 2, at[1] + size * 2))
        draw.rectangle((x, at[1] + 4, x + width, at[1] + round(size * 1.3)), fill=paper)
        draw.text((x, at[1]), to, _INK, face)
        return written(card, quality=92)

    return change


def both(first: bytes, second: bytes) -> bytes:
    """Two documents in one picture, one below the other."""
    upper, lower = opened(first), opened(second)
    sheet = Image.new("RGB", (max(upper.width, lower.width) + 80, upper.height + lower.height + 120), "white")
    sheet.paste(upper, (40, 40))
    sheet.paste(lower, (40, upper.height + 80))
    return written(sheet)


def landscape(seed: int) -> bytes:
    """Sky, hills and noise: no document."""
    dice = random.Random(seed)
    picture = Image.linear_gradient("L").resize((1000, 700)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y, radius = dice.randrange(1000), dice.randrange(300, 900), dice.randrange(80, 300)
        shade = (dice.randrange(60), dice.randrange(80, 160), dice.randrange(60))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=shade)
    return written(_noisy(picture, 6))


def letter(lines: tuple[str, ...]) -> bytes:
    """A page of text that is no document."""
    page = Image.new("RGB", (1000, 700), "white")
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        draw.text((80, 80 + 70 * row), line, _INK, font(40))
    return written(page)


def blank(width: int, height: int, kind: str = "JPEG") -> bytes:
    return written(Image.new("L", (width, height), 255), kind)


def _noisy(picture: Image.Image, sigma: int) -> Image.Image:
    """With a sensor's noise of up to ``sigma`` levels either way, the same for every picture."""
    grain = Image.frombytes("L", (256, 256), random.Random(sigma).randbytes(256 * 256))
    grain = grain.point(lambda value: value * 2 * sigma // 255)
    noise = Image.new("L", picture.size)
    for x in range(0, picture.width, 256):
        for y in range(0, picture.height, 256):
            noise.paste(grain, (x, y))
    return ImageChops.add(picture, Image.merge("RGB", (noise, noise, noise)), 1, -sigma)
