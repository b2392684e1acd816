"""The emulated Object Storage Service on its port."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.oss import browse
from emulator.oss.application import Application
from emulator.oss.callback.delivery import Callbacks
from emulator.oss.callback.signer import Signer
from emulator.oss.cors import ANY_ORIGIN
from emulator.oss.events import Events
from emulator.oss.operations.bucket_cors import DOCUMENT
from emulator.oss.operations.call import Context
from emulator.oss.routes import OPERATIONS
from emulator.oss.state.buckets import Bucket
from emulator.oss.state.store import Store
from emulator.shared.options import HOST
from emulator.shared.server import HttpServer
from emulator.shared.switches import OssSwitches

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings

FIRST_BUCKET = "menjin"


class OssService:
    """Buckets, objects, form uploads, callbacks and events; state under ``oss`` of the data folder."""

    callbacks: Callbacks
    """There once the service has started."""

    def __init__(self, cloud: Surroundings) -> None:
        self._cloud = cloud
        self.switches = OssSwitches()
        """For tests."""
        cloud.faults.know_operations("oss", [*OPERATIONS, "Callback", "Event"])
        self._store: Store | None = None
        self._server: HttpServer | None = None

    async def start(self) -> None:
        """Open the state, make the first bucket if it is missing, take the port."""
        cloud, folder = self._cloud, self._cloud.options.data / "oss"
        self._store = Store(folder, lambda: cloud.changes.ring("objects"))
        self._seed(self._store)
        signer = await asyncio.to_thread(Signer, folder / "callback_key.pem")
        self.callbacks = Callbacks(signer, cloud.ports.oss, cloud.clock, cloud.faults, self.switches)
        context = Context(self._store, cloud.keys, cloud.clock, Events(cloud.faults, self._tell), self.callbacks)
        application = Application(context, cloud.faults, cloud.meter, self._kill_caller)
        self._server = HttpServer(application, HOST, cloud.ports.oss)
        await self._server.start()

    async def stop(self) -> None:
        """Let go of the port, the calls under way and the files."""
        if self._server:
            await self._server.stop()
            await self.callbacks.stop()
        if self._store:
            self._store.close()

    def reset(self) -> None:
        """Forget every bucket and object; the callback key stays."""
        if self._store:
            self._store.clear()
            self._seed(self._store)

    def save(self, folder: Path) -> None:
        """Write buckets, objects and uploads into an empty folder."""
        self._opened.save(folder)

    def load(self, folder: Path) -> None:
        """Take what ``save`` wrote in place of every bucket and object; the callback key stays."""
        self._opened.load(folder)

    def stored_bytes(self) -> int:
        """What objects and the parts of uploads take."""
        return self._store.stored_bytes() if self._store else 0

    def buckets(self) -> list[dict[str, Any]]:
        """``{name, objects, bytes, acl}`` of every bucket, by name."""
        return browse.buckets(self._opened)

    def list_objects(self, bucket: str, prefix: str = "", after: str = "", limit: int = 200) -> dict[str, Any]:
        """``{objects: [{key, size, type, modified, etag, acl}], next}``; ``next`` is the next page's ``after``."""
        return browse.list_objects(self._opened, bucket, prefix, after, limit)

    def read_object(self, bucket: str, key: str, most: int = browse.MAX_CONTENT) -> tuple[bytes, str] | None:
        """Content and type of an object; None if there is none or it has more than ``most`` bytes."""
        return browse.read_object(self._opened, bucket, key, most)

    @property
    def _opened(self) -> Store:
        assert self._store is not None, "the service has not been started"
        return self._store

    def _seed(self, store: Store) -> None:
        """A private bucket that any page may post to, as the deployment's own bucket is set up."""
        if store.buckets.find(FIRST_BUCKET) is None:
            store.buckets.save(Bucket(FIRST_BUCKET, self._cloud.clock.now()))
            store.buckets.put_document(FIRST_BUCKET, DOCUMENT, ANY_ORIGIN.dump())

    def _tell(self, event: dict[str, Any]) -> None:
        self._cloud.functions.on_oss_event(event)

    def _kill_caller(self, peer_port: int) -> None:
        self._cloud.functions.kill_caller(peer_port)
