"""One client's connection: framing, faults, and fakeredis as the engine that carries commands out.

fakeredis brings a TCP server of its own; it spends a thread and a hundred wake-ups a second on each connection,
stalls pipelines for 40 ms (no TCP_NODELAY) and answers bulk strings as simple ones. So its command engine is driven
from the event loop instead, and what one read asks for is answered in one write.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import redis
from fakeredis import FakeServer
from fakeredis._helpers import SimpleError
from fakeredis._socket import AsyncFakeSocket

from emulator.redis import about, errors, wire
from emulator.shared.faults import AnswerLostError, Fault, meeting

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings

_LOG = logging.getLogger("emulator.redis")

HANDSHAKE = frozenset({"HELLO", "AUTH", "CLIENT", "SELECT", "QUIT", "RESET"})
"""Commands by which a client library sets a connection up. They are no calls of the product and meet no faults."""

REFUSED = frozenset(
    {"SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "SSUBSCRIBE", "SUNSUBSCRIBE", "PUBLISH", "SPUBLISH"}
    | {"PUBSUB", "DUMP", "RESTORE"}
)
"""Publish and subscribe: RESP3 pushes are not written here, so nobody may come to rely on them.

What the engine dumps and restores are pickled Python objects: to restore one is to run whatever code is in it.
"""

_SPOKEN_BY_BROWSERS = frozenset({"POST", "HOST:"})
"""No commands: a web page has a browser talk to this port. Redis hangs up on it, too."""

READING = frozenset(
    {"GET", "MGET", "GETRANGE", "STRLEN", "EXISTS", "TYPE", "TTL", "PTTL", "KEYS", "SCAN", "DBSIZE", "PING", "ECHO"}
    | {"HGET", "HMGET", "HGETALL", "HLEN", "HKEYS", "HVALS", "HEXISTS", "HSCAN", "LRANGE", "LLEN", "LINDEX"}
    | {"SMEMBERS", "SISMEMBER", "SMISMEMBER", "SCARD", "SSCAN", "ZRANGE", "ZSCORE", "ZCARD", "ZCOUNT", "ZRANK"}
    | {"ZRANGEBYSCORE", "ZSCAN", "XLEN", "XRANGE", "XREAD", "GETBIT", "BITCOUNT", "TIME", "INFO", "WATCH", "MULTI"}
)
"""Frequent commands that change nothing; every other one is taken to have changed a key."""


class _Engine(AsyncFakeSocket):  # type: ignore[misc, unused-ignore]
    """fakeredis's end of a connection, its replies handed over as they are: status, error and bulk stay distinct."""

    def __init__(self, server: FakeServer, deliver: Callable[[Any], None]) -> None:
        super().__init__(server, 0, client_class=redis.Redis)
        self._deliver = deliver
        self._wait: asyncio.Task[Any] | None = None
        self._ended = False

    @property
    def protocol(self) -> int:
        """The RESP version that the client asked for by HELLO, 2 until then."""
        return int(self._client_info.protocol_version)

    def put_response(self, msg: Any) -> None:
        self._deliver(msg)

    def _decode_result(self, result: Any) -> Any:
        return result

    async def _async_blocking(self, *arguments: Any, **more: Any) -> None:
        if self._ended:
            return
        self._wait = asyncio.current_task()
        await super()._async_blocking(*arguments, **more)
        self._wait = None

    def end(self) -> None:
        """Close, once a command that still waits for a value has been called off."""
        self._ended = True
        if self._wait is None:
            self.close()
            return
        self._wait.add_done_callback(lambda _: self.close())
        self._wait.cancel()


class Connection(asyncio.Protocol):
    """Answers one client until either side hangs up."""

    def __init__(self, cloud: Surroundings, server: FakeServer, open_ones: set[Connection]) -> None:
        self._cloud, self._server, self._open_ones = cloud, server, open_ones
        self._received = bytearray()
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._replies: list[bytes] = []
        self._held = False
        self._meeting: asyncio.Task[None] | None = None
        self._mute = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet nobody: Redis waits for the client to speak."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._engine = _Engine(self._server, self._deliver)
        self._open_ones.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget what the client still waited for."""
        self._waiting.clear()
        self._mute = True
        if self._meeting:
            self._meeting.cancel()
        self._engine.end()
        self._open_ones.discard(self)

    def data_received(self, data: bytes) -> None:
        """Take commands in; carry out what can be carried out now."""
        self._received += data
        try:
            self._waiting.extend(wire.commands(self._received))
        except wire.ProtocolError as error:
            self._deliver(errors.malformed(error))
            self._hang_up()
            return
        self._work()

    def close(self) -> None:
        """Hang up at once."""
        self._transport.abort()

    def _work(self) -> None:
        while self._waiting and not self._held and not self._transport.is_closing():
            name, raw = self._waiting.popleft()
            if name in _SPOKEN_BY_BROWSERS:
                self.close()
                return
            fault = None if name in HANDSHAKE else self._cloud.faults.take("redis", name)
            if fault:
                self._held = True
                self._meeting = asyncio.create_task(self._meet(fault, name, raw))
            else:
                self._run(name, raw)

    def _run(self, name: str, raw: bytes) -> None:
        if name in REFUSED:
            self._deliver(errors.not_emulated(name))
            return
        if name in about.ANSWERS:
            self._deliver(about.ANSWERS[name]())
            if name == "QUIT":
                self._hang_up()
            return
        try:
            self._engine.sendall(raw)
            if name not in READING and name not in HANDSHAKE:
                self._cloud.changes.ring("redis")
        except Exception:
            _LOG.exception("redis: %s failed in the engine", name)
            self._deliver(errors.internal())
            self._hang_up()

    async def _meet(self, fault: Fault, name: str, raw: bytes) -> None:
        """Carry a command out as its fault has it; those behind it wait."""
        try:
            async with meeting(fault, errors.asked_for, self._kill_caller) as course:
                if not course.answered:
                    self._flush()
                    self._mute = True
                if not self._transport.is_closing():
                    self._run(name, raw)
        except SimpleError as error:
            self._deliver(error)
        except AnswerLostError:
            self._transport.abort()
        self._held = False
        self._work()

    def _kill_caller(self) -> None:
        self._cloud.functions.kill_caller(self._transport.get_extra_info("peername")[1])

    def _deliver(self, value: Any) -> None:
        if self._mute:
            return
        if not self._replies:
            asyncio.get_running_loop().call_soon(self._flush)
        self._replies.append(wire.reply(value, self._engine.protocol))

    def _flush(self) -> None:
        replies, self._replies = self._replies, []
        if replies and not self._transport.is_closing():
            self._transport.write(b"".join(replies))

    def _hang_up(self) -> None:
        self._flush()
        self._transport.close()
