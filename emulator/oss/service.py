"""The emulated Object Storage Service on its port."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from emulator.oss.callback.delivery import Callbacks
from emulator.oss.callback.signer import Signer
from emulator.oss.cors import ANY_ORIGIN
from emulator.oss.events import Events
from emulator.oss.operations.bucket_cors import DOCUMENT
from emulator.oss.operations.call import Context
from emulator.oss.routes import Application
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
        self._store: Store | None = None
        self._server: HttpServer | None = None

    async def start(self) -> None:
        """Open the state, make the first bucket if it is missing, take the port."""
        cloud, folder = self._cloud, self._cloud.options.data / "oss"
        self._store = Store(folder)
        self._seed(self._store)
        signer = await asyncio.to_thread(Signer, folder / "callback_key.pem")
        self.callbacks = Callbacks(signer, cloud.ports.oss, cloud.clock, cloud.faults, self.switches)
        context = Context(self._store, cloud.keys, cloud.clock, Events(cloud.faults, self._tell), self.callbacks)
        self._server = HttpServer(Application(context, cloud.faults, self._kill_caller), HOST, cloud.ports.oss)
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

    def _seed(self, store: Store) -> None:
        """A private bucket that any page may post to, as the deployment's own bucket is set up."""
        if store.buckets.find(FIRST_BUCKET) is None:
            store.buckets.save(Bucket(FIRST_BUCKET, self._cloud.clock.now()))
            store.buckets.put_document(FIRST_BUCKET, DOCUMENT, ANY_ORIGIN.dump())

    def _tell(self, event: dict[str, Any]) -> None:
        self._cloud.functions.on_oss_event(event)

    def _kill_caller(self, peer_port: int) -> None:
        self._cloud.functions.kill_caller(peer_port)
