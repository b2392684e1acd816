"""The actions: each takes a picture and a step, and returns the picture anew."""

from __future__ import annotations

import re
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageOps

from emulator.oss.errors import invalid_argument, not_implemented
from emulator.oss.pictures.recipe import Step, from_base64
from emulator.shared.lettering import font

Action = Callable[[Image.Image, Step], Image.Image]
_MAX_SIDE, _MAX_PIXELS = 16384, 16_777_216
"""Of what a picture is resized to."""
_LONGEST_TEXT = 64
"""Characters of a watermark."""
_NO_WATERMARKS = {"type", "shadow", "rotate", "fill", "image", "order", "align", "interval", "padx", "pady", "voffset"}
"""What the service offers for watermarks besides, and is not emulated."""
_MODES = ("lfit", "mfit", "fill", "pad", "fixed")
_COLUMNS = {"west": 0.0, "center": 0.5, "east": 1.0}
_PLACES = {
    "nw": (0.0, 0.0),
    "north": (0.5, 0.0),
    "ne": (1.0, 0.0),
    **{name: (column, 0.5) for name, column in _COLUMNS.items()},
    "sw": (0.0, 1.0),
    "south": (0.5, 1.0),
    "se": (1.0, 1.0),
}
"""Where something lies in the space that it leaves, from left and from above."""


def resize(picture: Image.Image, step: Step) -> Image.Image:
    """By sides, by the longer or shorter side, or by a share; enlarged only with ``limit_0``."""
    width, height = picture.size
    if "p" in step.values:
        share = step.number("p", 1, 1000, 100) / 100
        return _scaled(picture, step, width * share, height * share)
    mode = step.one_of("m", _MODES, "lfit")
    target = _target(step, width, height)
    if step.one_of("limit", ("0", "1"), "1") == "1" and (target[0] > width or target[1] > height):
        return picture
    if mode == "fixed":
        return _scaled(picture, step, *target)
    ratios = target[0] / width, target[1] / height
    ratio = max(ratios) if mode in ("mfit", "fill") else min(ratios)
    scaled = _scaled(picture, step, width * ratio, height * ratio)
    if mode == "fill":
        left, top = (scaled.width - target[0]) // 2, (scaled.height - target[1]) // 2
        return scaled.crop((left, top, left + target[0], top + target[1]))
    if mode == "pad":
        _check_size(step, *target)
        # Shades of grey have no colour to pad with.
        colored = scaled.convert("RGB") if scaled.mode == "L" else scaled
        return ImageOps.pad(colored, target, color=_color(step, "FFFFFF"))
    return scaled


def crop(picture: Image.Image, step: Step) -> Image.Image:
    """A part of the picture, cut off at its edges."""
    across, down = _PLACES[step.one_of("g", tuple(_PLACES), "nw")]
    width = min(step.number("w", 1, 30000, picture.width), picture.width)
    height = min(step.number("h", 1, 30000, picture.height), picture.height)
    left = int((picture.width - width) * across) + step.number("x", 0, 30000, 0)
    top = int((picture.height - height) * down) + step.number("y", 0, 30000, 0)
    if left >= picture.width or top >= picture.height:
        raise step.invalid("x" if left >= picture.width else "y")
    return picture.crop((left, top, min(left + width, picture.width), min(top + height, picture.height)))


def rotate(picture: Image.Image, step: Step) -> Image.Image:
    """Clockwise; what a slanted picture leaves empty is white."""
    angle = step.number("", 0, 360, 0)
    return picture.convert("RGB").rotate(-angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def auto_orient(picture: Image.Image, step: Step) -> Image.Image:
    """As the camera was held, with ``1``."""
    return ImageOps.exif_transpose(picture) if step.one_of("", ("0", "1"), "0") == "1" else picture


def watermark(picture: Image.Image, step: Step) -> Image.Image:
    """A line of text, in the one font there is."""
    for letter in sorted(_NO_WATERMARKS & step.values.keys()):
        raise not_implemented(f"x-oss-process=image/watermark,{letter}")
    text = _text(step)
    letters = font(step.number("size", 1, 1000, 40))
    solid = step.number("t", 0, 100, 100) * 255 // 100
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    box = letters.getbbox(text)
    across, down = _PLACES[step.one_of("g", tuple(_PLACES), "se")]
    aside, above = step.number("x", 0, 4096, 10), step.number("y", 0, 4096, 10)
    left = aside + (picture.width - 2 * aside - box[2]) * across
    top = above + (picture.height - 2 * above - box[3]) * down
    ImageDraw.Draw(layer).text((left, top), text, font=letters, fill=(*_color(step, "000000"), solid))
    return Image.alpha_composite(picture.convert("RGBA"), layer)


ACTIONS: dict[str, Action] = {
    "resize": resize,
    "crop": crop,
    "rotate": rotate,
    "auto-orient": auto_orient,
    "watermark": watermark,
}


def _text(step: Step) -> str:
    try:
        text = from_base64(step.values["text"])
    except (KeyError, ValueError):
        raise step.invalid("text") from None
    if not 1 <= len(text) <= _LONGEST_TEXT:
        raise step.invalid("text")
    return text


def _target(step: Step, width: int, height: int) -> tuple[int, int]:
    """The rectangle asked for; a side that is not given follows from the other one."""
    sides = {letter: step.number(letter, 1, _MAX_SIDE, 0) for letter in "whls"}
    wide, high = sides["w"], sides["h"]
    if not wide and not high:
        longer, shorter = sides["l"] or sides["s"], sides["s"] or sides["l"]
        if not longer:
            raise step.invalid("w")
        only = sides["l"] or sides["s"]
        if not sides["l"] or not sides["s"]:
            ratio = only / (max(width, height) if sides["l"] else min(width, height))
            return max(1, round(width * ratio)), max(1, round(height * ratio))
        return (longer, shorter) if width >= height else (shorter, longer)
    return wide or max(1, round(width * high / height)), high or max(1, round(height * wide / width))


def _scaled(picture: Image.Image, step: Step, width: float, height: float) -> Image.Image:
    size = max(1, round(width)), max(1, round(height))
    _check_size(step, *size)
    return picture.resize(size, Image.Resampling.LANCZOS)


def _check_size(step: Step, width: int, height: int) -> None:
    if max(width, height) > _MAX_SIDE or width * height > _MAX_PIXELS:
        raise invalid_argument("The resized image would be too large.", step.name, f"{width}x{height}")


def _color(step: Step, default: str) -> tuple[int, int, int]:
    text = step.values.get("color", default)
    if not re.fullmatch("[0-9a-fA-F]{6}", text):
        raise step.invalid("color")
    red, green, blue = bytes.fromhex(text)
    return red, green, blue
