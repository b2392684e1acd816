"""One POST over a connection of its own, with exactly the headers that are given."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import SplitResult

import httptools

MAX_REPLY = 1024 * 1024


class UnreachableError(Exception):
    """No connection, or none that speaks HTTP to the end."""


class ReplyTooLongError(Exception):
    """More than a megabyte came back."""


@dataclass
class Reply:
    """What the application answered; header names in lower case."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    complete: bool = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, chunk: bytes) -> None:
        """Called by the parser."""
        self.body += chunk
        if len(self.body) > MAX_REPLY:
            raise ReplyTooLongError

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self.complete = True


async def post(url: SplitResult, place: tuple[str, int], headers: Mapping[str, str], body: bytes, sni: bool) -> Reply:
    """Send the body to ``place`` (host, port); ``UnreachableError`` or ``ReplyTooLongError`` if no reply can be had."""
    secure = _tls() if url.scheme == "https" else None
    name = (url.hostname if sni else "") if secure else None
    try:
        reader, writer = await asyncio.open_connection(*place, ssl=secure, server_hostname=name)
    except (OSError, ValueError) as error:
        raise UnreachableError from error
    try:
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"POST {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body)
        return await _read(reader)
    except (OSError, httptools.HttpParserError) as error:
        if isinstance(error.__context__, ReplyTooLongError):
            raise ReplyTooLongError from error
        raise UnreachableError from error
    finally:
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Reply:
    reply = Reply()
    parser = httptools.HttpResponseParser(reply)
    while not reply.complete:
        chunk = await reader.read(65536)
        if not chunk:
            break
        parser.feed_data(chunk)
        reply.status = reply.status or parser.get_status_code()
    if not reply.status:
        raise UnreachableError
    return reply


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Without SNI no name is known to compare; the service calls that way unless callbackSNI is set.
    context.check_hostname = False
    return context
