"""What is answered on the port: ``POST /{Operation}``, signed on the way in and on the way out."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial

from starlette.types import Receive, Scope, Send

from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.faults import AnswerLostError, Faults
from emulator.shared.keys import Keys
from emulator.shared.meter import Meter
from emulator.shared.server import NoAnswer
from emulator.tablestore import access
from emulator.tablestore.errors import TablestoreError, invalid
from emulator.tablestore.operations import OPERATIONS, perform
from emulator.tablestore.state.space import Space
from emulator.tablestore.state.store import Store
from emulator.tablestore.state.transactions import Sessions
from emulator.tablestore.wire import messages, signature
from emulator.tablestore.wire.compression import CompressionError, deflated, inflated

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Context:
    """What all calls share."""

    store: Store
    sessions: Sessions
    keys: Keys
    clock: Clock
    meter: Meter
    changes: Changes


class Application:
    """The ASGI application. ``kill_caller`` ends the function instance that calls from a port."""

    def __init__(self, context: Context, faults: Faults, kill_caller: Callable[[int], None]) -> None:
        self._context, self._faults, self._kill_caller = context, faults, kill_caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = time.perf_counter()
        call = access.Call(
            scope["method"],
            scope["path"],
            {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            await _body(receive),
        )
        key: access.SigningKey | None
        try:
            key, policy = access.admit(self._context.keys, self._context.clock, call)
            status, body = 200, await self._meet(call, policy, scope["client"][1])
        except TablestoreError as error:
            key = access.key_to_answer(self._context.keys, call)
            status, body = error.status, messages.Error(error.code, error.message).serialize()
        except AnswerLostError:
            await NoAnswer()(scope, receive, send)
            return
        _log.debug("%s %s %d %.1f ms", call.instance, call.operation, status, (time.perf_counter() - started) * 1000)
        sent, told = deflated(body, call.headers)
        head = self._head(call, key, body, told)
        await send({"type": "http.response.start", "status": status, "headers": _raw(head, len(sent))})
        await send({"type": "http.response.body", "body": sent})

    async def _meet(self, call: access.Call, policy: str | None, port: int) -> bytes:
        """The answer's bytes, or the failure asked for."""
        if call.operation not in OPERATIONS:
            return self._perform(call, policy)
        kill = partial(self._kill_caller, port)
        async with self._faults.meet("tablestore", call.operation, _asked_for, kill):
            return self._perform(call, policy)

    def _perform(self, call: access.Call, policy: str | None) -> bytes:
        """Do what is asked, have it billed, and say if anything may have changed."""
        body = _plain_body(call)
        store, now = self._context.store, int(self._context.clock.now() * 1000)
        space = Space(call.instance, store, self._context.sessions, now, policy)
        try:
            with store.lock:
                answer = perform(space, call.operation, body)
        except TablestoreError:
            raise
        except Exception:
            _log.exception("%s failed", call.operation)
            raise TablestoreError("OTSInternalServerError") from None
        finally:
            self._bill(space)
        if OPERATIONS[call.operation].writes:
            self._context.changes.ring("tables")
        return answer

    def _bill(self, space: Space) -> None:
        if space.read_units:
            self._context.meter.add("tablestore.read_unit", space.read_units)
        if space.write_units:
            self._context.meter.add("tablestore.write_unit", space.write_units)

    def _head(
        self, call: access.Call, key: access.SigningKey | None, body: bytes, more: dict[str, str]
    ) -> dict[str, str]:
        """The headers of an answer, signed if the caller's key is known."""
        now = datetime.fromtimestamp(access.time_to_answer(self._context.clock, call), timezone.utc)
        headers = {
            "x-ots-contentmd5": signature.md5(body),
            "x-ots-contenttype": "protocol buffer",
            "x-ots-date": f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z",
            "x-ots-requestid": str(uuid.uuid4()),
            **more,
        }
        if key:
            signed = signature.response_signature(key.text, call.path, headers)
            headers["authorization"] = f"OTS {key.id}:{signed}"
        return headers


def _plain_body(call: access.Call) -> bytes:
    try:
        body = inflated(call.body, call.headers, access.BIGGEST_BODY + 1)
    except CompressionError as error:
        raise invalid(str(error)) from None
    if len(body) > access.BIGGEST_BODY:
        raise TablestoreError("OTSRequestBodyTooLarge")
    return body


def _raw(headers: dict[str, str], length: int) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in {**headers, "content-length": str(length)}.items()]


def _asked_for(code: str | None) -> TablestoreError:
    return TablestoreError(code or "OTSServerBusy")


async def _body(receive: Receive) -> bytes:
    """The whole body; of one that is too big, little more than shows that it is."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        more = message.get("more_body", False)
        if len(body) <= access.BIGGEST_BODY:
            body += message.get("body", b"")
    return bytes(body)
