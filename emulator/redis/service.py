"""The Redis that functions are led to: embedded on the local cloud's port, or a real one in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import redis
from fakeredis import FakeRedis, FakeServer

from emulator.redis import browsing, copies, errors
from emulator.redis.about import VERSION
from emulator.redis.connection import Connection
from emulator.shared.listening import listen
from emulator.shared.options import HOST

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings

_DATABASES = 16
"""As many as a Redis has that was not told otherwise."""
_BATCH = 500
_PATIENCE_S = 5
"""How long a real Redis may take to answer the local cloud itself."""
_SHORTEN = """
for _, key in ipairs(KEYS) do
  local left = redis.call('PTTL', key)
  if left >= 0 then
    if left <= tonumber(ARGV[1]) then redis.call('DEL', key)
    else redis.call('PEXPIRE', key, left - tonumber(ARGV[1])) end
  end
end
"""


class RedisService:
    """Redis for one local cloud. ``url`` says where it is."""

    def __init__(self, cloud: Surroundings) -> None:
        self._cloud = cloud
        self._server: asyncio.AbstractServer | None = None
        self._connections: set[Connection] = set()
        self._engine = FakeServer(version=VERSION)
        self.embedded = cloud.options.redis_url is None
        """Whether the commands are carried out in this process, where faults can reach them."""
        self.url: str = cloud.options.redis_url or f"redis://{HOST}:{cloud.ports.redis}/0"
        self._client: Any = FakeRedis(server=self._engine) if self.embedded else _real(self.url)
        cloud.faults.know("redis", errors.codes())

    async def start(self) -> None:
        """Take the port; with a real Redis, see that it answers (``OSError`` if not) and empty it for a fresh start."""
        if not self.embedded:
            await asyncio.to_thread(self._greet)
            return
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self._cloud, self._engine, self._connections),
            sock=listen(HOST, self._cloud.ports.redis),
        )

    async def stop(self) -> None:
        """Hang up on everybody and let go of the port."""
        if self._server:
            self._server.close()
            for connection in list(self._connections):
                connection.close()
            await self._server.wait_closed()
        self._client.close()

    def reset(self) -> None:
        """Forget every key and script; of a real Redis, the database that the address names and no other."""
        if self.embedded:
            self._client.flushall()
            self._client.script_flush()
        else:
            self._client.flushdb()
        self._cloud.changes.ring("redis")

    def clock_moved(self, seconds: float) -> None:
        """Let keys age by ``seconds``. The embedded one reads the moved clock; a real one has its times to live cut."""
        if self.embedded:
            return
        shorten = self._client.register_script(_SHORTEN)
        batch: list[bytes] = []
        for key in self._client.scan_iter(count=_BATCH):
            batch.append(key)
            if len(batch) == _BATCH:
                shorten(keys=batch, args=[int(seconds * 1000)])
                batch = []
        if batch:
            shorten(keys=batch, args=[int(seconds * 1000)])

    async def keys(self, pattern: str = "*", after: int = 0, limit: int = 200) -> dict[str, Any]:
        """About ``limit`` keys that match, as ``browsing.page`` shows them; ``OSError`` if a real Redis is away.

        Of the embedded Redis those of database 0, of a real one those of the database that the address names.
        """
        if self.embedded:
            return browsing.page(self._client, pattern, after, limit)
        try:
            return await asyncio.to_thread(browsing.page, self._client, pattern, after, limit)
        except redis.RedisError as error:
            raise OSError(self._away()) from error

    def save(self, folder: Path) -> None:
        """Write every key with its end into a snapshot, of a real Redis those of the database the address names."""
        for number, client in self._databases():
            if client.dbsize():
                copies.write(client, folder / f"{number}.jsonl", self._cloud.clock.now())

    def load(self, folder: Path) -> None:
        """Take the keys of a snapshot in place of the present ones."""
        for number, client in self._databases():
            client.flushdb()
            path = folder / f"{number}.jsonl"
            if path.exists():
                copies.read(client, path, self._cloud.clock.now())
        self._cloud.changes.ring("redis")

    def _databases(self) -> Iterator[tuple[int, Any]]:
        """What there is to copy: number and client. A real Redis's one database counts as number 0."""
        if not self.embedded:
            yield 0, self._client
            return
        for number in range(_DATABASES):
            with FakeRedis(server=self._engine, db=number) as client:
                yield number, client

    def _greet(self) -> None:
        try:
            self._client.ping()
        except redis.RedisError as error:
            raise OSError(self._away()) from error
        if self._cloud.options.fresh:
            self._client.flushdb()

    def _away(self) -> str:
        # The address may hold a password, and so may the library's own texts.
        where = urlsplit(self.url)
        return f"no Redis answers at {where.hostname}:{where.port or 6379}"


def _real(url: str) -> Any:
    return redis.from_url(url, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S)
