"""RESP, the Redis serialization protocol: requests cut into commands, replies written as bytes.

Source: "Redis serialization protocol specification", versions 2 and 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeredis._helpers import SimpleError, SimpleString

MAX_ARGUMENTS = 1024 * 1024
MAX_ARGUMENT_BYTES = 512 * 1024 * 1024
MAX_INLINE_BYTES = 64 * 1024
_LONGEST_LENGTH = 32
_DOLLAR = ord("$")
_SMALLEST_INTEGER, _LARGEST_INTEGER = -(2**63), 2**63 - 1


class ProtocolError(ValueError):
    """What arrived is not RESP; Redis says so and hangs up."""


def commands(received: bytearray) -> Iterator[tuple[str, bytes]]:
    """Take the complete commands off ``received``: the name in upper case, and the bytes of the whole command."""
    while received:
        cut = _cut(received)
        if cut is None:
            return
        name, end, raw = cut
        del received[:end]
        if name:
            yield name, raw


def _cut(received: bytearray) -> tuple[str, int, bytes] | None:
    """The first command: name, where it ends, its bytes as an array of bulk strings; None while it is incomplete."""
    if received[:1] != b"*":
        return _cut_inline(received)
    header = _length(received, 0, MAX_ARGUMENTS, "invalid multibulk length")
    if header is None:
        return None
    count, position = header
    name = ""
    for index in range(count):
        if position < len(received) and received[position] != _DOLLAR:
            raise ProtocolError(f"expected '$', got '{chr(received[position])}'")
        header = _length(received, position, MAX_ARGUMENT_BYTES, "invalid bulk length")
        if header is None or len(received) < header[1] + header[0] + 2:
            return None
        size, start = header
        if index == 0:
            name = received[start : start + size].decode("latin-1").upper()
        position = start + size + 2
    return name, position, bytes(received[:position])


def _length(received: bytearray, position: int, limit: int, complaint: str) -> tuple[int, int] | None:
    """The number after the type byte at ``position`` and where its line ends; None while the line is incomplete."""
    end = received.find(b"\r\n", position, position + _LONGEST_LENGTH)
    if end < 0:
        if len(received) - position >= _LONGEST_LENGTH:
            raise ProtocolError(complaint)
        return None
    digits = bytes(received[position + 1 : end])
    if not digits.isdigit() or int(digits) > limit:
        raise ProtocolError(complaint)
    return int(digits), end + 2


def _cut_inline(received: bytearray) -> tuple[str, int, bytes] | None:
    """A command typed by hand: words up to the end of the line."""
    end = received.find(b"\n", 0, MAX_INLINE_BYTES)
    if end < 0:
        if len(received) >= MAX_INLINE_BYTES:
            raise ProtocolError("too big inline request")
        return None
    words = bytes(received[:end]).split()
    name = words[0].decode("latin-1").upper() if words else ""
    return name, end + 1, b"*%d\r\n" % len(words) + b"".join(_bulk(word) for word in words)


def reply(value: Any, protocol: int) -> bytes:
    """One reply as RESP ``protocol`` (2 or 3): RESP2 has no null, double, boolean, map or set of its own."""
    if isinstance(value, bytes):
        return _bulk(value)
    if isinstance(value, SimpleString):
        return b"+%s\r\n" % value.value
    if isinstance(value, SimpleError):
        return b"-%s\r\n" % value.value.replace("\r", " ").replace("\n", " ").encode()
    if isinstance(value, (list, tuple)):
        return b"*%d\r\n" % len(value) + b"".join(reply(item, protocol) for item in value)
    if isinstance(value, dict):
        items = b"".join(reply(item, protocol) for pair in value.items() for item in pair)
        return (b"%%%d\r\n" % len(value) if protocol == 3 else b"*%d\r\n" % (2 * len(value))) + items
    if isinstance(value, (set, frozenset)):
        items = b"".join(reply(item, protocol) for item in value)
        return (b"~%d\r\n" if protocol == 3 else b"*%d\r\n") % len(value) + items
    return _scalar(value, protocol)


def _scalar(value: Any, protocol: int) -> bytes:
    if value is None:
        return b"_\r\n" if protocol == 3 else b"$-1\r\n"
    if isinstance(value, bool):
        return (b"#t\r\n" if value else b"#f\r\n") if protocol == 3 else b":%d\r\n" % value
    if isinstance(value, int) and _SMALLEST_INTEGER <= value <= _LARGEST_INTEGER:
        return b":%d\r\n" % value
    if isinstance(value, float):
        text = b"%.17g" % value
        return b",%s\r\n" % text if protocol == 3 else _bulk(text)
    return _bulk(str(value).encode())


def _bulk(data: bytes) -> bytes:
    return b"$%d\r\n%s\r\n" % (len(data), data)
