"""Take out of an avatar what its owner did not mean to show: where, when and with what it was taken."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from menjin.assets.metadata import UPRIGHT, bare
from menjin.assets.picture import FORMATS, MAX_BYTES, Seen, look_at

if TYPE_CHECKING:
    from PIL.Image import Image

_MAX_TURNED = 104_000_000
"""Bytes of pixels. Turning holds them twice: it then takes no more memory than looking at the largest picture does."""
_MAX_PROFILE = 1024 * 1024
"""Bytes. No larger colour profile is written, so that smaller sides always make a smaller picture."""
_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 2}
"""Bytes that a pixel takes, by mode; 4 in all others."""


def cleaned(content: bytes, seen: Seen) -> tuple[bytes, Seen]:
    """The picture without metadata, and what it then is. ``content`` is what ``seen`` was seen in.

    An upright picture keeps its pixels, bit by bit. One that was to be turned before showing is turned and encoded
    anew, as finely as it was, and at half its sides if it would take too much memory or too many bytes otherwise.
    So is one whose parts do not lie where they should, though it decodes. Equal bytes give equal bytes, and clean
    ones themselves.
    """
    found = bare(content)
    if found.orientation == UPRIGHT and (found.content == content or look_at(found.content) == seen):
        return found.content, seen
    turned, width, height = _turned(content, found.orientation)
    return bare(turned).content, Seen(seen.type, width, height)


def _turned(content: bytes, orientation: int) -> tuple[bytes, int, int]:
    """The picture with its orientation applied to the pixels, at most ``MAX_BYTES``; width; height."""
    picture, kind, options = _upright(content, orientation)
    while len(encoded := _encoded(picture, kind, options)) > MAX_BYTES:
        picture = _halved(picture)
    return encoded, picture.width, picture.height


def _upright(content: bytes, orientation: int) -> tuple[Image, str, dict[str, Any]]:
    """The turned pixels, and the format and options with which the picture is encoded as it was."""
    from PIL import Image, JpegImagePlugin
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        kind = "PNG" if picture.format == "PNG" else "JPEG"
        profile = picture.info.get("icc_profile") or b""
        options: dict[str, Any] = {"icc_profile": profile if len(profile) <= _MAX_PROFILE else b""}
        if isinstance(picture, JpegImagePlugin.JpegImageFile):
            options |= {"qtables": picture.quantization, "subsampling": JpegImagePlugin.get_sampling(picture)}
            if not _fits(picture):
                # Decodes to half the sides.
                picture.draft(None, (picture.width // 2, picture.height // 2))
        picture.load()
        upright = picture if _fits(picture) else _halved(picture)
        return upright.transpose(turns[orientation]) if orientation in turns else upright, kind, options


def _fits(picture: Image) -> bool:
    return picture.width * picture.height * _PIXEL.get(picture.mode, 4) <= _MAX_TURNED


def _halved(picture: Image) -> Image:
    """At half the sides: averaged, or every second pixel if averaging would take a copy of all."""
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture.reduce(2)
    return picture.resize((picture.width // 2, picture.height // 2), resample=0)


def _encoded(picture: Image, kind: str, options: dict[str, Any]) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()
