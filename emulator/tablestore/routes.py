"""What is answered on the port: ``POST /{Operation}``, signed on the way in and on the way out."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from emulator.shared.server import NoAnswer
from emulator.tablestore import access
from emulator.tablestore.errors import TablestoreError
from emulator.tablestore.operations import OPERATIONS, perform
from emulator.tablestore.state.space import Space
from emulator.tablestore.state.store import Store
from emulator.tablestore.state.transactions import Sessions
from emulator.tablestore.wire import messages, signature

if TYPE_CHECKING:
    from emulator.cloud import Cloud
    from emulator.shared.faults import Fault

_log = logging.getLogger(__name__)


class Routes:
    """The ASGI application of one store."""

    def __init__(self, cloud: Cloud, store: Store, sessions: Sessions) -> None:
        self._cloud, self._store, self._sessions = cloud, store, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = time.perf_counter()
        call = access.Call(
            scope["method"],
            scope["path"],
            {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            await _body(receive),
        )
        fault: Fault | None = None
        key: access.SigningKey | None
        try:
            key = access.admit(self._cloud.keys, self._cloud.clock, call)
            fault = await self._fault(call.operation)
            status, body = 200, self._perform(call)
        except TablestoreError as error:
            key = access.key_to_answer(self._cloud.keys, call)
            status, body = error.status, messages.Error(error.code, error.message).serialize()
        _log.debug("%s %s %d %.1f ms", call.instance, call.operation, status, (time.perf_counter() - started) * 1000)
        if fault and fault.kind in ("drop", "kill"):
            if fault.kind == "kill":
                self._cloud.functions.kill_caller(scope["client"][1])
            await NoAnswer()(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": status, "headers": self._head(call, key, body)})
        await send({"type": "http.response.body", "body": body})

    async def _fault(self, operation: str) -> Fault | None:
        """The failure asked for this call: an error is raised here, a delay waited out, the rest left to the caller."""
        fault = self._cloud.faults.take("tablestore", operation) if operation in OPERATIONS else None
        if fault and fault.kind == "error":
            raise TablestoreError(fault.code or "OTSServerBusy")
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.delay_ms / 1000)
        return fault

    def _perform(self, call: access.Call) -> bytes:
        with self._store.lock:
            space = Space(call.instance, self._store, self._sessions, int(self._cloud.clock.now() * 1000))
            try:
                return perform(space, call.operation, call.body)
            except TablestoreError:
                raise
            except Exception:
                _log.exception("%s failed", call.operation)
                raise TablestoreError("OTSInternalServerError") from None

    def _head(self, call: access.Call, key: access.SigningKey | None, body: bytes) -> list[tuple[bytes, bytes]]:
        """The headers of an answer, signed if the caller's key is known."""
        now = datetime.fromtimestamp(access.time_to_answer(self._cloud.clock, call), timezone.utc)
        headers = {
            "x-ots-contentmd5": signature.md5(body),
            "x-ots-contenttype": "protocol buffer",
            "x-ots-date": f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z",
            "x-ots-requestid": str(uuid.uuid4()),
        }
        if key:
            signed = signature.response_signature(key.text, call.path, headers)
            headers["authorization"] = f"OTS {key.id}:{signed}"
        headers["content-length"] = str(len(body))
        return [(name.encode(), value.encode()) for name, value in headers.items()]


async def _body(receive: Receive) -> bytes:
    """The whole body; of one that is too big, little more than shows that it is."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        more = message.get("more_body", False)
        if len(body) <= access.BIGGEST_BODY:
            body += message.get("body", b"")
    return bytes(body)
