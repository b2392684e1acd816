"""A result as bytes: JSON or XML, whole, in half or not at all. Source: "Return results" of RPC-style APIs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal
from xml.sax.saxutils import escape

from starlette.responses import Response

Format = Literal["JSON", "XML"]
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CODES = ("Code", "BizCode", "Status")


def answer(body: Mapping[str, Any], status: int = 200, form: Format = "JSON", root: str = "Error") -> Response:
    """The answer in the format asked for; ``root`` is the outermost element of XML."""
    if form == "XML":
        text = f"<?xml version='1.0' encoding='UTF-8'?>{_element(root, body)}"
        return Response(text.encode(), status, media_type="text/xml")
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, media_type="application/json")


def with_numbers(result: Mapping[str, Any]) -> dict[str, Any]:
    """The result with the codes in it as numbers where they are texts of digits."""
    return {name: _with_number(name, value) for name, value in result.items()}


def _with_number(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return with_numbers(value)
    return int(value) if name in _CODES and str(value).isdecimal() else value


def half(response: Response) -> Response:
    """The first half of an answer, given out for all of it."""
    body = bytes(response.body)
    return Response(body[: len(body) // 2], response.status_code, media_type=response.media_type)


def bad_gateway() -> Response:
    """What a proxy answers that gets no answer itself."""
    page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"
    return Response(page, 502, media_type="text/html")


def _element(name: str, value: Any) -> str:
    """One element; of a list, one element for each item."""
    if isinstance(value, list):
        return "".join(_element(name, item) for item in value)
    return f"<{name}>{_content(value)}</{name}>"


def _content(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(_element(key, item) for key, item in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(_NOT_IN_XML.sub("\ufffd", str(value)))
