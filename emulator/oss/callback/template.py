"""The callback's body: constants and ``${…}`` variables, percent-encoded in a form and JSON values in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import BinaryIO
from urllib.parse import quote

from PIL import Image, UnidentifiedImageError

from emulator.oss.callback.parameters import JSON, CallbackParameters

_NO_PICTURE = (UnidentifiedImageError, OSError, ValueError, SyntaxError)
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


def render(parameters: CallbackParameters, values: Mapping[str, str | int]) -> bytes:
    """The body; variables that nobody gave become empty."""
    everything = {**values, **parameters.variables}
    write = _json_value if parameters.body_type == JSON else _form_value
    return _VARIABLE.sub(lambda found: write(everything.get(found[1], "")), parameters.body).encode()


def wants_picture(parameters: CallbackParameters) -> bool:
    """Whether the body asks for the picture's measures, so that the file must be looked into."""
    return "${imageInfo." in parameters.body


def picture_values(file: BinaryIO) -> dict[str, str | int]:
    """``imageInfo.*`` of a picture; empty if the file is none. Reads the head of the file alone."""
    try:
        with Image.open(file) as picture:
            name = {"JPEG": "jpg"}.get(picture.format or "", (picture.format or "").lower())
            return {"imageInfo.width": picture.width, "imageInfo.height": picture.height, "imageInfo.format": name}
    except (*_NO_PICTURE, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {}


def _form_value(value: str | int) -> str:
    return quote(str(value), safe="")


def _json_value(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)
