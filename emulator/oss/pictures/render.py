"""From a stored picture to the processed one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from emulator.oss.errors import OssError, invalid_argument, not_implemented
from emulator.oss.pictures.actions import ACTIONS
from emulator.oss.pictures.recipe import Step

MAX_FILE = 20 * 1024 * 1024
_MAX_SIDE, _MAX_PIXELS = 30_000, 250_000_000
_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "bmp": "BMP", "gif": "GIF", "tiff": "TIFF"}
_NAMES = {"JPEG": "jpg"}
_KINDS = tuple(dict.fromkeys(_FORMATS.values()))
_WITH_QUALITY = ("JPEG", "WEBP")


@dataclass(frozen=True)
class Rendered:
    """What comes of it."""

    content: bytes
    content_type: str


def info(file: BinaryIO, size: int) -> Rendered:
    """Format and measures, each as ``{"value": "…"}``."""
    with _opened(file, size) as picture:
        name = _kind(picture)
        found = {"FileSize": size, "Format": _NAMES.get(name, name.lower())}
        found |= {"FrameCount": getattr(picture, "n_frames", 1), "ImageHeight": picture.height}
        found |= {"ImageWidth": picture.width}
    body = json.dumps({name: {"value": str(value)} for name, value in found.items()})
    return Rendered(body.encode(), "application/json")


def render(file: BinaryIO, size: int, steps: Sequence[Step]) -> Rendered:
    """The picture after all steps, in its own format unless one of them says otherwise. Slow: call it in a thread."""
    if [step.name for step in steps] == ["info"]:
        return info(file, size)
    with _opened(file, size) as source:
        kind, quality, picture = _kind(source), 75, _loaded(source)
        for step in steps:
            if step.name == "format":
                kind = _FORMATS[step.one_of("", tuple(_FORMATS), "")]
            elif step.name == "quality":
                quality = step.number("Q" if "Q" in step.values else "q", 1, 100, 75)
            else:
                picture = _action(step)(picture, step)
    return Rendered(_written(picture, kind, quality), Image.MIME[kind])


def _action(step: Step) -> Callable[[Image.Image, Step], Image.Image]:
    if step.name not in ACTIONS:
        raise not_implemented(f"x-oss-process=image/{step.name}")
    return ACTIONS[step.name]


def _opened(file: BinaryIO, size: int) -> Image.Image:
    """The picture, only its head read so far."""
    if size > MAX_FILE:
        raise _too_large("The image is larger than 20 MB.")
    try:
        picture = Image.open(file, formats=_KINDS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large("The image has too many pixels.") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise _no_picture() from None
    if max(picture.size) > _MAX_SIDE or picture.width * picture.height > _MAX_PIXELS:
        raise _too_large("The image has too many pixels.")
    return picture


def _kind(picture: Image.Image) -> str:
    """Its format; phones put a second picture behind the first, which is nobody's business here."""
    return "JPEG" if picture.format in (None, "MPO") else picture.format


def _loaded(source: Image.Image) -> Image.Image:
    """The first frame in colours that every action knows."""
    try:
        source.load()
    except (OSError, ValueError, SyntaxError):
        raise _no_picture() from None
    return source if source.mode in ("RGB", "RGBA", "L") else source.convert("RGBA")


def _written(picture: Image.Image, kind: str, quality: int) -> bytes:
    if kind in ("JPEG", "BMP"):
        picture = picture.convert("RGB")
    out = io.BytesIO()
    more = {"quality": quality} if kind in _WITH_QUALITY else {}
    try:
        picture.save(out, kind, **more)
    except (OSError, ValueError):
        # Each format has a longest side of its own.
        raise invalid_argument("The image would be too large for its format.", "format", kind.lower()) from None
    return out.getvalue()


def _too_large(reason: str) -> OssError:
    return OssError(400, "ImageTooLarge", reason)


def _no_picture() -> OssError:
    return OssError(400, "BadRequest", "This image format is not supported.")
