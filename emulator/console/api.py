"""The requests of the JSON API: each is read by ``wire``, done by ``operations`` and its neighbours, and answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from emulator.aliyun import specimens
from emulator.console import operations, snapshots, stores, wire
from emulator.console.errors import FieldError

if TYPE_CHECKING:
    from emulator.console.controlled import Controlled

Handler = Callable[["Controlled", Request], Awaitable[Any]]
"""Takes a request; answers what is to be written as JSON, or a response as it is."""


async def _outbox(cloud: Controlled, request: Request) -> Any:
    last = wire.read_last(request.query_params, "to")
    return operations.outbox(cloud, request.query_params.get("to"), last)


async def _timers(cloud: Controlled, request: Request) -> Any:
    return operations.timers(cloud)


async def _fire(cloud: Controlled, request: Request) -> Any:
    return await operations.fire(cloud, request.path_params["function"])


async def _clock(cloud: Controlled, request: Request) -> Any:
    return operations.clock(cloud)


async def _advance(cloud: Controlled, request: Request) -> Any:
    return await operations.advance(cloud, wire.read_advance(await wire.read_object(request, "advance_s")))


async def _faults(cloud: Controlled, request: Request) -> Any:
    return operations.faults(cloud)


async def _add_fault(cloud: Controlled, request: Request) -> Any:
    return operations.add_fault(cloud, wire.read_fault(await wire.read_object(request, *wire.FAULT)))


async def _clear_faults(cloud: Controlled, request: Request) -> Any:
    return operations.clear_faults(cloud)


async def _errors(cloud: Controlled, request: Request) -> Any:
    wire.read_nothing(request.query_params)
    return operations.errors(cloud)


async def _functions(cloud: Controlled, request: Request) -> Any:
    wire.read_nothing(request.query_params)
    return operations.functions(cloud)


async def _invocations(cloud: Controlled, request: Request) -> Any:
    query = request.query_params
    last = wire.read_last(query, "function", "logs")
    return operations.invocations(cloud, query.get("function"), last, logs=wire.read_logs(query))


async def _invocation(cloud: Controlled, request: Request) -> Any:
    return operations.invocation(cloud, request.path_params["id"])


async def _idle(cloud: Controlled, request: Request) -> Any:
    return await operations.idle(cloud, wire.read_timeout(request.query_params))


async def _calls(cloud: Controlled, request: Request) -> Any:
    return operations.calls(cloud, wire.read_last(request.query_params))


async def _cost(cloud: Controlled, request: Request) -> Any:
    wire.read_nothing(request.query_params)
    return operations.cost(cloud)


async def _limits(cloud: Controlled, request: Request) -> Any:
    return operations.limits(cloud)


async def _set_limits(cloud: Controlled, request: Request) -> Any:
    fields = await wire.read_object(request, *cloud.aliyun.limits.per_second())
    return operations.set_limits(cloud, wire.read_limits(fields))


async def _taught(cloud: Controlled, request: Request) -> Any:
    return operations.taught(cloud)


async def _teach(cloud: Controlled, request: Request) -> Any:
    return operations.teach(cloud, wire.read_pictures(await wire.read_object(request, "pictures")))


async def _registry(cloud: Controlled, request: Request) -> Any:
    return operations.registry(cloud)


async def _register(cloud: Controlled, request: Request) -> Any:
    persons, companies = wire.read_registry(await wire.read_object(request, "persons", "companies"))
    return operations.register(cloud, persons, companies)


async def _objects(cloud: Controlled, request: Request) -> Any:
    if not request.query_params:
        return stores.buckets(cloud)
    return stores.objects(cloud, *wire.read_keys(request.query_params, "prefix", "after", of=("bucket",)))


async def _object(cloud: Controlled, request: Request) -> Any:
    bucket, key, _ = wire.read_keys(request.query_params, "etag", of=("bucket", "key"))
    return wire.stored(*await stores.content(cloud, bucket, key), key.rpartition("/")[2])


async def _tables(cloud: Controlled, request: Request) -> Any:
    if not request.query_params:
        return stores.instances(cloud)
    return stores.rows(cloud, *wire.read_keys(request.query_params, "after", of=("instance", "table")))


async def _redis(cloud: Controlled, request: Request) -> Any:
    return await stores.keys(cloud, *wire.read_pattern(request.query_params))


async def _snapshots(cloud: Controlled, request: Request) -> Any:
    return snapshots.snapshots(cloud)


async def _save(cloud: Controlled, request: Request) -> Any:
    return await snapshots.save(cloud, wire.read_name(await wire.read_object(request, "name")))


async def _restore(cloud: Controlled, request: Request) -> Any:
    return await snapshots.restore(cloud, request.path_params["name"])


async def _delete(cloud: Controlled, request: Request) -> Any:
    return snapshots.delete(cloud, request.path_params["name"])


async def _addresses(cloud: Controlled, request: Request) -> Any:
    return cloud.addresses


async def _reset(cloud: Controlled, request: Request) -> Any:
    return await operations.reset(cloud)


async def _idcard(cloud: Controlled, request: Request) -> Response:
    if wire.read_idcard_side(request.query_params) == "front":
        return await _drawn("name", specimens.idcard_front, *wire.read_idcard_front(request.query_params))
    return await _drawn("expires", specimens.idcard_back, wire.read_idcard_back(request.query_params))


async def _licence(cloud: Controlled, request: Request) -> Response:
    return await _drawn("company, legal", specimens.licence, *wire.read_licence(request.query_params))


async def _drawn(at_fault: str, draw: Callable[..., bytes], *words: str) -> Response:
    """The picture drawn from ``words``; ``at_fault`` is the field to blame for what cannot be drawn."""
    try:
        picture = await asyncio.to_thread(draw, *words)
    except ValueError as error:
        raise FieldError(at_fault, str(error)) from error
    return wire.stored(picture, "image/jpeg", "specimen.jpg")


REQUESTS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/api/outbox", _outbox),
    ("GET", "/api/timers", _timers),
    ("POST", "/api/timers/{function}/fire", _fire),
    ("GET", "/api/clock", _clock),
    ("POST", "/api/clock", _advance),
    ("GET", "/api/faults", _faults),
    ("POST", "/api/faults", _add_fault),
    ("DELETE", "/api/faults", _clear_faults),
    ("GET", "/api/errors", _errors),
    ("GET", "/api/functions", _functions),
    ("GET", "/api/invocations", _invocations),
    ("GET", "/api/invocations/{id}", _invocation),
    ("GET", "/api/idle", _idle),
    ("GET", "/api/calls", _calls),
    ("GET", "/api/cost", _cost),
    ("GET", "/api/limits", _limits),
    ("POST", "/api/limits", _set_limits),
    ("GET", "/api/ocr", _taught),
    ("POST", "/api/ocr", _teach),
    ("GET", "/api/registry", _registry),
    ("POST", "/api/registry", _register),
    ("GET", "/api/objects", _objects),
    ("GET", "/api/object", _object),
    ("GET", "/api/tables", _tables),
    ("GET", "/api/redis", _redis),
    ("GET", "/api/snapshots", _snapshots),
    ("POST", "/api/snapshots", _save),
    ("POST", "/api/snapshots/{name}/restore", _restore),
    ("DELETE", "/api/snapshots/{name}", _delete),
    ("GET", "/api/addresses", _addresses),
    ("POST", "/api/reset", _reset),
    ("GET", "/api/sample/idcard.jpg", _idcard),
    ("GET", "/api/sample/licence.jpg", _licence),
)
"""Method, path and handler of every request but the stream of changes, ``GET /api/live``."""
