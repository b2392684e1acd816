"""XML documents, written by nesting calls and read leniently."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from emulator.oss.errors import malformed_xml

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FORBIDDEN = re.compile(rb"&#(?:x([0-9a-fA-F]{1,2})|([0-9]{1,2}));|([\x00-\x08\x0b\x0c\x0e-\x1f])")
# Where control characters, which XML forbids even as references and the SDKs write all the same, wait out the parser.
_SHELTER = 0x10FE00


class Markup(str):
    """XML that is already escaped."""

    __slots__ = ()


def tag(name: str, *content: str | int | Iterable[Markup] | None) -> Markup:
    """An element; plain text is escaped, ``None`` is left out, a list of elements is joined."""
    parts: list[str] = []
    for part in content:
        if isinstance(part, Markup):
            parts.append(part)
        elif isinstance(part, (str, int)):
            parts.append(_CONTROL.sub(lambda found: f"&#{ord(found[0])};", escape(str(part))))
        elif part is not None:
            parts.extend(part)
    return Markup(f"<{name}>{''.join(parts)}</{name}>")


def document(root: Markup) -> bytes:
    """The bytes of a whole document."""
    return (_DECLARATION + root).encode("utf-8", "surrogatepass")


def parse(body: bytes, root: str) -> ET.Element:
    """The root element, which must be called ``root``; else ``MalformedXML``."""
    try:
        sheltered = _FORBIDDEN.sub(_shelter, body)
        element = ET.fromstring(sheltered)  # noqa: S314 - expat limits what entities may grow to
    except (ET.ParseError, ValueError, LookupError):
        raise malformed_xml() from None
    if element.tag != root:
        raise malformed_xml()
    return element


def text_of(element: ET.Element, path: str) -> str | None:
    """The text under ``path``, or None if there is no such element."""
    found = element.find(path)
    return None if found is None else _unshelter(found.text or "")


def texts_of(element: ET.Element, path: str) -> list[str]:
    """The texts of all elements under ``path``."""
    return [_unshelter(found.text or "") for found in element.iterfind(path)]


def _shelter(found: re.Match[bytes]) -> bytes:
    number = ord(found[3]) if found[3] else int(found[1], 16) if found[1] else int(found[2])
    if number >= 0x20 or number in (9, 10, 13):
        return found[0]
    return f"&#{_SHELTER + number};".encode()


def _unshelter(text: str) -> str:
    return "".join(chr(ord(one) - _SHELTER) if _SHELTER <= ord(one) < _SHELTER + 0x20 else one for one in text)
