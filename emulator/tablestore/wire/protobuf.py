"""Protocol buffers (proto2), as far as Tablestore's messages need them: varints, byte strings, nested messages.

A message is a dataclass whose annotations carry the field numbers:

    @dataclass
    class Condition(Message):
        row_existence: Annotated[int, 1]
        column_condition: Annotated[bytes | None, 2] = None

A field without a default is required, a list is repeated, the Python type names the wire type (``int`` stands for every
integer and enumeration). Unknown fields are skipped, as the encoding demands.
Described at https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5

M = TypeVar("M", bound="Message")


class MessageFormatError(ValueError):
    """The bytes are not a message of the wanted type."""


@dataclass(frozen=True)
class _Field:
    """One field of a message: its tag on the wire and how a value of it is read and written."""

    name: str
    tag: int
    repeated: bool
    read: Callable[[Any], Any]
    write: Callable[[Any], bytes]


class Message:
    """Base of all messages. Subclasses are dataclasses whose annotations carry field numbers."""

    @classmethod
    def parse(cls: type[M], data: bytes) -> M:
        """The message in ``data``; ``MessageFormatError`` if it is none of this type or lacks a required field."""
        layout = _layout(cls)
        values: dict[str, Any] = {}
        try:
            for tag, raw in _split(data):
                field = layout.get(tag)
                if field is None:
                    continue
                value = field.read(raw)
                if field.repeated:
                    values.setdefault(field.name, []).append(value)
                else:
                    values[field.name] = value
            return cls(**values)
        except (IndexError, TypeError, UnicodeDecodeError) as error:
            raise MessageFormatError(f"not a {cls.__name__}") from error

    def serialize(self) -> bytes:
        """The message as bytes; fields that are ``None`` are left out."""
        pieces: list[bytes] = []
        for field in _layout(type(self)).values():
            value = getattr(self, field.name)
            if value is None:
                continue
            tag = _varint(field.tag)
            for one in value if field.repeated else (value,):
                pieces += (tag, field.write(one))
        return b"".join(pieces)


def _split(data: bytes) -> typing.Iterator[tuple[int, Any]]:
    """Tag and raw value of each field in turn."""
    position, end = 0, len(data)
    while position < end:
        tag, position = _read_varint(data, position)
        wire = tag & 7
        if tag < 8:
            raise MessageFormatError("field number 0")
        if wire == _VARINT:
            value, position = _read_varint(data, position)
            yield tag, value
            continue
        if wire == _BYTES:
            length, position = _read_varint(data, position)
        elif wire in (_FIXED64, _FIXED32):
            length = 8 if wire == _FIXED64 else 4
        else:
            raise MessageFormatError(f"wire type {wire}")
        start, position = position, position + length
        if position > end:
            raise MessageFormatError("a field ends after the message")
        yield tag, data[start:position]


def _read_varint(data: bytes, position: int) -> tuple[int, int]:
    byte = data[position]
    if byte < 0x80:
        return byte, position + 1
    value, shift = 0, 0
    while shift < 70:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
    raise MessageFormatError("a varint of more than ten bytes")


def _varint(value: int) -> bytes:
    if value < 0x80:
        if value >= 0:
            return _SMALL[value]
        value += 1 << 64
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


_SMALL = [bytes((value,)) for value in range(0x80)]


def _signed(value: int) -> int:
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def _sized(data: bytes) -> bytes:
    return _varint(len(data)) + data


def _text(data: bytes) -> str:
    return data.decode()


# Python type → wire type, reader, writer.
_SCALARS: dict[type, tuple[int, Callable[[Any], Any], Callable[[Any], bytes]]] = {
    int: (_VARINT, _signed, _varint),
    bool: (_VARINT, bool, _varint),
    str: (_BYTES, _text, lambda text: _sized(text.encode())),
    bytes: (_BYTES, bytes, _sized),
}


_layouts: dict[type[Message], dict[int, _Field]] = {}


def _layout(message: type[Message]) -> dict[int, _Field]:
    """Tag → field, in the order of declaration."""
    layout = _layouts.get(message)
    if layout is None:
        hints = typing.get_type_hints(message, include_extras=True)
        described = (_field(name, hint) for name, hint in hints.items())
        layout = _layouts[message] = {field.tag: field for field in described}
    return layout


def _field(name: str, hint: Any) -> _Field:
    kind, number = hint.__origin__, hint.__metadata__[0]
    repeated = typing.get_origin(kind) is list
    if repeated or typing.get_origin(kind) in (typing.Union, types.UnionType):
        kind = typing.get_args(kind)[0]
    if kind in _SCALARS:
        wire, read, write = _SCALARS[kind]
        return _Field(name, number << 3 | wire, repeated, read, write)
    return _Field(name, number << 3 | _BYTES, repeated, kind.parse, lambda message: _sized(message.serialize()))
