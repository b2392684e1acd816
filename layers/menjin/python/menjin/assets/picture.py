"""Look at uploaded bytes: are they really a picture, of which kind and size."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

MAX_BYTES = 10 * 1024 * 1024
MIN_SIDE, MAX_SIDE = 16, 8191  # what the OCR service takes
MAX_PIXELS = 52_000_000
TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png"}
"""By format. MPO is Pillow's word for a JPEG with more behind its end, as a second exposure (CIPA DC-007)."""
FORMATS = ("JPEG", "PNG")
_DRAFT = (1024, 1024)


@dataclass(frozen=True)
class Seen:
    """A picture that was decoded to its last byte. Sides in pixels."""

    type: str
    width: int
    height: int


def look_at(content: bytes) -> Seen | None:
    """What the bytes are; None if they are no JPEG or PNG within the limits, or damaged."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                width, height, kind = picture.width, picture.height, str(picture.format)
                if min(width, height) < MIN_SIDE or max(width, height) > MAX_SIDE:
                    return None
                if width * height > MAX_PIXELS or (kind == "PNG" and getattr(picture, "n_frames", 1) != 1):
                    return None
                # A JPEG decodes to a fraction of its size this way, still reading all of its bytes.
                picture.draft("RGB", _DRAFT)
                picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        return None
    return Seen(TYPES[kind], width, height)
