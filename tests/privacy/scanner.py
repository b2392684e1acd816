"""Looks for planted values in whatever was stored or sent, however they are written there. Never shows a value."""

from __future__ import annotations

import base64
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

_TAIL = 8
"""The end of a number tells who it is nearly as well as the whole. Shorter ends turn up by chance in clocks and ids."""
_SHORT_NUMBER = re.compile(r"\d{1,7}")
_ESCAPES = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+")
_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@dataclass(frozen=True)
class Planted:
    """A value that must not be readable, and what it is."""

    what: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Piece:
    """Something that was stored or sent: where, in words without anything personal, and its bytes."""

    where: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, order=True)
class Finding:
    """A planted value in readable form: where, which one, and how it is written there."""

    where: str
    what: str
    form: str


@dataclass(frozen=True)
class _Pattern:
    """One way to write a value."""

    form: str
    found_in: Callable[[bytes], object]
    """Whether bytes hold it; in lower case, unless it is to be found ``exact``."""
    exact: bool = False


class Scanner:
    """Knows what was planted."""

    def __init__(self, planted: Iterable[Planted]) -> None:
        self._wanted = [(one.what, pattern) for one in planted for pattern in _patterns(one.text)]

    def scan(self, pieces: Iterable[Piece]) -> set[Finding]:
        """Every planted value that can be read in one of the pieces."""
        return {
            Finding(where, what, f"{view}{form}")
            for where, content in _by_place(pieces).items()
            for view, seen in _views(content).items()
            for what, form in self._read(seen)
        }

    def _read(self, content: bytes) -> Iterator[tuple[str, str]]:
        folded = content.lower()
        for what, pattern in self._wanted:
            if pattern.found_in(content if pattern.exact else folded):
                yield what, pattern.form


def _by_place(pieces: Iterable[Piece]) -> Mapping[str, bytes]:
    gathered: defaultdict[str, list[bytes]] = defaultdict(list)
    for piece in pieces:
        gathered[piece.where].append(piece.content)
    return {where: b"\n".join(contents) for where, contents in gathered.items()}


def _views(content: bytes) -> dict[str, bytes]:
    """The content as it is, and with what hides in escapes; those that differ alone."""
    once = unquote_to_bytes(content)
    views = {
        "": content,
        "percent-encoded ": once,
        "twice percent-encoded ": unquote_to_bytes(once),
        "JSON-escaped ": _unescaped(content),
        "percent-encoded and JSON-escaped ": _unescaped(once),
    }
    found: dict[str, bytes] = {}
    for name, view in views.items():
        if view not in found.values():
            found[name] = view
    return found


def _unescaped(content: bytes) -> bytes:
    # Two escapes may be one character: runs of them are read together.
    return _ESCAPES.sub(lambda run: json.loads(b'"%s"' % run[0]).encode("utf-8", "replace"), content)


def _patterns(text: str) -> Iterator[_Pattern]:
    data = text.encode()
    if _SHORT_NUMBER.fullmatch(text):
        # Six digits are part of many longer numbers: only where they stand alone are they themselves.
        yield _Pattern("clear", re.compile(rb"(?<![0-9a-z.])" + data + rb"(?![0-9a-z])").search)
    else:
        yield _plain("clear", text)
    if " " in text:
        yield _plain("clear, as in a form", text.replace(" ", "+"))
    yield _plain("hex", data.hex())
    wide = text.translate(_FULL_WIDTH)
    if wide != text:
        yield _plain("full-width", wide)
    for encoded in _base64(data):
        yield _Pattern("base64", _contains(encoded), exact=True)
    tail = text[-_TAIL:]
    if tail != text and re.search(r"\d{6}", tail):
        yield _plain(f"last {_TAIL}", tail)


def _plain(form: str, text: str) -> _Pattern:
    return _Pattern(form, _contains(text.encode().lower()))


def _contains(pattern: bytes) -> Callable[[bytes], bool]:
    return lambda content: pattern in content


def _base64(data: bytes) -> set[bytes]:
    """What stands in base64, of either alphabet, wherever in the encoded bytes the value begins."""
    found = set()
    for before, unsure in enumerate((0, 2, 3)):
        whole = base64.b64encode(bytes(before) + data)
        # Characters that bits of its neighbours are part of are left out.
        sure = whole[unsure : (before + len(data)) * 8 // 6]
        found |= {sure, sure.translate(bytes.maketrans(b"+/", b"-_"))}
    return found
