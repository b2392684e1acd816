"""``multipart/form-data`` as it streams in: the fields before the file, the file, whatever follows.

Source: RFC 7578; OSS API reference, "PostObject", for limits and error codes.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from emulator.oss.errors import OssError, invalid_argument

MAX_NAME = 8 * 1024
MAX_VALUE = 2 * 1024 * 1024
MAX_FIELDS = 8 * 1024 * 1024
_MAX_HEAD = 16 * 1024
_BOUNDARY = re.compile(r'multipart/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;"]+))\s*(?:;.*)?', re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([\w-]+)=(?:"((?:\\"|[^"])*)"|([^\s;"]+))')


@dataclass(frozen=True)
class PartHead:
    """What a part says about itself; ``filename`` and ``content_type`` are empty if it does not."""

    name: str
    filename: str
    content_type: str


def read_boundary(content_type: str) -> bytes:
    """The boundary that the request's type names."""
    found = _BOUNDARY.fullmatch(content_type)
    if found is None:
        raise invalid_argument("The content type must be multipart/form-data with a boundary.", "Content-Type")
    return (found[1] or found[2]).encode("latin-1")


def malformed(ec: str = "0006-00000104") -> OssError:
    """The body is not a form."""
    text = "The body of your POST request is not well-formed multipart/form-data."
    return OssError(400, "MalformedPOSTRequest", text, ec)


class FormReader:
    """Reads one form from front to back: ``fields`` first, then ``file_chunks``, then ``finish``."""

    def __init__(self, chunks: AsyncIterator[bytes], boundary: bytes) -> None:
        self._chunks = chunks
        self._mark = b"\r\n--" + boundary
        # With a line end in front, the first boundary looks like all others.
        self._buffer = bytearray(b"\r\n")

    async def fields(self) -> tuple[dict[str, str], PartHead]:
        """The fields before the file, by lower-case name, and the head of the file."""
        if await self._until(self._mark, _MAX_HEAD):
            raise malformed()
        fields: dict[str, str] = {}
        total = 0
        while head := await self._next_part():
            if head.name == "file":
                return fields, head
            value = await self._value(head)
            total += len(value)
            if total > MAX_FIELDS:
                raise _too_long("fields", total, MAX_FIELDS, "0006-00000112")
            if head.name in fields:
                raise invalid_argument("A form field is given twice.", head.name)
            try:
                fields[head.name] = value.decode()
            except UnicodeDecodeError:
                raise malformed() from None
        raise malformed()

    async def file_chunks(self) -> AsyncIterator[bytes]:
        """The bytes of the file, up to the next boundary."""
        keep = len(self._mark) - 1
        while (end := self._buffer.find(self._mark)) < 0:
            if len(self._buffer) > keep:
                yield bytes(self._buffer[:-keep])
                del self._buffer[:-keep]
            await self._fill()
        if end:
            yield bytes(self._buffer[:end])
        del self._buffer[: end + len(self._mark)]

    async def finish(self) -> None:
        """Read what follows the file, which is ignored unless it is another file."""
        while head := await self._next_part():
            if head.name == "file":
                text = "POST requires exactly one file upload per request."
                raise OssError(400, "IncorrectNumberOfFilesInPOSTRequest", text)
            await self._value(head)
        async for _ in self._chunks:
            self._buffer.clear()

    async def _next_part(self) -> PartHead | None:
        """The head of the part behind the boundary just read; None behind the closing one."""
        while len(self._buffer) < 2:
            await self._fill()
        ending = bytes(self._buffer[:2])
        del self._buffer[:2]
        if ending == b"--":
            return None
        if ending != b"\r\n":
            raise malformed()
        return _read_head(await self._until(b"\r\n\r\n", _MAX_HEAD))

    async def _value(self, head: PartHead) -> bytes:
        value = await self._until(self._mark, MAX_VALUE)
        if len(value) > MAX_VALUE:
            raise _too_long(head.name, len(value), MAX_VALUE)
        return value

    async def _until(self, mark: bytes, limit: int) -> bytes:
        """Everything before ``mark``, which is consumed; stops reading at somewhat more than ``limit`` bytes."""
        searched = 0
        while (end := self._buffer.find(mark, searched)) < 0:
            if len(self._buffer) > limit + len(mark):
                return bytes(self._buffer)
            searched = max(0, len(self._buffer) - len(mark))
            await self._fill()
        found = bytes(self._buffer[:end])
        del self._buffer[: end + len(mark)]
        return found

    async def _fill(self) -> None:
        async for chunk in self._chunks:
            self._buffer += chunk
            return
        raise malformed()


def _read_head(raw: bytes) -> PartHead:
    if len(raw) > _MAX_HEAD:
        raise _too_long("field name", len(raw), MAX_NAME)
    try:
        lines = raw.decode().split("\r\n")
    except UnicodeDecodeError:
        raise malformed() from None
    if not lines[0].lower().startswith("content-disposition:"):
        raise malformed("0006-00000109")
    parameters = {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(lines[0])}
    if "name" not in parameters:
        raise malformed()
    if len(parameters["name"].encode()) > MAX_NAME:
        raise _too_long("field name", len(parameters["name"]), MAX_NAME)
    types = [line.partition(":")[2].strip() for line in lines[1:] if line.lower().startswith("content-type:")]
    return PartHead(parameters["name"].lower(), parameters.get("filename", ""), types[0] if types else "")


def _too_long(name: str, proposed: int, limit: int, ec: str = "") -> OssError:
    text = "Your form field item is too long."
    return OssError(400, "FieldItemTooLong", text, ec, FieldName=name, ProposedSize=proposed, MaxSizeAllowed=limit)
