"""From the bytes of a request to a picture fit for reading, or the refusal they deserve."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from emulator.aliyun.ocr.errors import refused

LARGEST_FILE = 10 << 20
"""Bytes."""
_SHORTEST_SIDE, _LONGEST_SIDE, _LARGEST_RATIO = 15, 8192, 50
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")


def open_picture(content: bytes) -> Image.Image:
    """The picture, upright by its EXIF data, in RGB."""
    if len(content) > LARGEST_FILE:
        raise refused("exceededImageContent")
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        _check_size(*picture.size)
        return ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise refused("unsupportedImageFormat") from None


def _check_size(width: int, height: int) -> None:
    short, long = sorted((width, height))
    if short <= _SHORTEST_SIDE or long >= _LONGEST_SIDE or long / short >= _LARGEST_RATIO:
        raise refused("illegalImageSize")
