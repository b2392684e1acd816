"""The Redis that functions are led to: embedded on the local cloud's port, or a real one in its place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import redis
from fakeredis import FakeRedis, FakeServer

from emulator.redis.connection import Connection
from emulator.shared.options import HOST

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings

VERSION = (7, 0)
"""The version whose behaviour is emulated, as the cloud's own instances offer it."""

_BATCH = 500
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
        self._client: Any = FakeRedis(server=self._engine) if self.embedded else redis.from_url(self.url)

    async def start(self) -> None:
        """Take the port; with a real Redis, see that it answers (``OSError`` if not) and empty it for a fresh start."""
        if not self.embedded:
            await asyncio.to_thread(self._greet)
            return
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self._cloud, self._engine, self._connections), HOST, self._cloud.ports.redis
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

    def _greet(self) -> None:
        where = urlsplit(self.url)
        try:
            self._client.ping()
        except redis.RedisError as error:
            # The address may hold a password, and so may the library's own text.
            raise OSError(f"no Redis answers at {where.hostname}:{where.port or 6379}") from error
        if self._cloud.options.fresh:
            self._client.flushdb()
