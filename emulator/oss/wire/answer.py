"""What goes back: small bodies in one piece, files in large ones."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from emulator.oss.errors import OssError
from emulator.oss.wire import xml
from emulator.oss.wire.request import Request
from emulator.oss.wire.xml import tag

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PIECE = 1024 * 1024


@dataclass
class FileBody:
    """``length`` bytes of an open file from ``start`` on. Whoever sends it closes it."""

    file: BinaryIO
    start: int
    length: int


@dataclass
class Answer:
    """Status, headers and body of a response; one that is not ``sized`` travels in chunks."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | FileBody = b""
    sized: bool = True

    def close(self) -> None:
        """Let go of the file of an answer that is not sent."""
        if isinstance(self.body, FileBody):
            self.body.file.close()


def xml_answer(document: bytes, status: int = 200) -> Answer:
    """An answer whose body is an XML document."""
    return Answer(status, {"Content-Type": "application/xml"}, document)


def error_answer(error: OssError, request: Request) -> Answer:
    """The vendor's error document; a HEAD carries it in a header."""
    members = [tag("Code", error.code), tag("Message", error.message), tag("RequestId", request.id)]
    members.append(tag("HostId", request.headers.get("host", "")))
    members += [tag(name, value) for name, value in error.elements.items()]
    headers = dict(error.headers)
    if error.ec:
        members.append(tag("EC", error.ec))
        members.append(tag("RecommendDoc", f"https://api.alibabacloud.com/troubleshoot?q={error.ec}"))
        headers["x-oss-ec"] = error.ec
    body = xml.document(tag("Error", members))
    if request.method == "HEAD":
        headers["x-oss-err"] = base64.b64encode(body).decode()
        body = b""
    return Answer(error.status, {**headers, "Content-Type": "application/xml"}, body)


async def send_answer(answer: Answer, send: Send, *, head_only: bool) -> None:
    """Write the answer; a body of up to a megabyte leaves together with its head."""
    try:
        length = answer.body.length if isinstance(answer.body, FileBody) else len(answer.body)
        headers = dict(answer.headers)
        if answer.sized and answer.status not in (204, 304):
            headers.setdefault("Content-Length", str(length))
        pairs = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
        if head_only or answer.status in (204, 304):
            await send({"type": "http.response.body"})
        elif isinstance(answer.body, FileBody):
            await _send_file(answer.body, send)
        else:
            await send({"type": "http.response.body", "body": answer.body})
    finally:
        answer.close()


async def _send_file(body: FileBody, send: Send) -> None:
    body.file.seek(body.start)
    if body.length <= PIECE:
        await send({"type": "http.response.body", "body": body.file.read(body.length)})
        return
    left = body.length
    while left:
        piece = await asyncio.to_thread(body.file.read, min(PIECE, left))
        left -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
